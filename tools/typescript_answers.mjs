// Asks TypeScript's own resolver where imports lead. Run by typescript_answers.py, which says how.
//
// Reads {"typescript": path of the package, "root": directory, "files": {path: [specifier, ...] or null}} from standard
// input; for null the specifiers are read from the file. Writes {path: [[specifier, bundler, nodenext], ...]}, where an
// answer is a path from the root, or null when nothing is found.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const request = JSON.parse(fs.readFileSync(0, "utf8"));
const ts = createRequire(import.meta.url)(request.typescript);
const root = fs.realpathSync(request.root);
const host = { ...ts.sys, realpath: fs.realpathSync, onUnRecoverableConfigFileDiagnostic: () => {}, getCurrentDirectory: () => root };
const parsed = new Map();

function parse(config) {
  if (!parsed.has(config)) {
    const extra = ["vue", "svelte", "astro", "mdx"].map((name) => ({ extension: "." + name, isMixedContent: true, scriptKind: 7 }));
    const found = ts.getParsedCommandLineOfConfigFile(config, { allowJs: true }, host, undefined, undefined, extra);
    parsed.set(config, found && { ...found, names: new Set(found.fileNames), path: config });
  }
  return parsed.get(config);
}

function* withReferences(config, seen = new Set()) {
  const found = seen.has(config) || !fs.existsSync(config) ? undefined : parse(config);
  seen.add(config);
  if (!found) return;
  yield found;
  for (const each of found.projectReferences ?? []) yield* withReferences(ts.resolveProjectReferencePath(each), seen);
}

// The project of a file: the nearest that lists it, as in an editor; else the nearest that lists anything.
function optionsOf(file) {
  let nearest;
  for (let directory = path.dirname(file); directory.startsWith(root); directory = path.dirname(directory)) {
    const config = ["tsconfig.json", "jsconfig.json"].map((name) => path.join(directory, name)).find(fs.existsSync);
    for (const found of config ? withReferences(config) : []) {
      if (found.names.has(file)) return found.options;
      const above = file.startsWith(path.dirname(found.path) + path.sep);
      if (!nearest && above && (found.fileNames.length || !found.projectReferences?.length)) nearest = found;
    }
  }
  return nearest?.options ?? {};
}

function* specifiersOf(file) {
  let text = fs.readFileSync(file, "utf8");
  if (file.endsWith(".vue")) text = [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((found) => found[1]).join("\n;\n");
  const source = ts.createSourceFile(file + (file.endsWith(".vue") ? ".tsx" : ""), text, ts.ScriptTarget.Latest, true);
  const found = [];
  const take = (node) => node && ts.isStringLiteralLike(node) && found.push(node.text);
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) take(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) take(node.expression);
    else if (ts.isImportTypeNode(node)) take(node.argument.literal);
    else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.text === "require"))
      take(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  yield* found;
}

function answer(specifier, file, options, mode) {
  const { resolvedModule } = ts.resolveModuleName(specifier, file, options, host, options.cache, undefined, mode);
  const found = resolvedModule?.resolvedFileName;
  return found && found.startsWith(root + path.sep) ? path.relative(root, found).split(path.sep).join("/") : null;
}

const answers = {};
const caches = new Map();
for (const [name, listed] of Object.entries(request.files)) {
  const file = path.join(root, name);
  const own = optionsOf(file);
  if (!caches.has(own)) {
    const common = { ...own, allowJs: true, resolveJsonModule: true, noEmit: true };
    const bundler = { ...common, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext };
    const nodenext = { ...common, moduleResolution: ts.ModuleResolutionKind.NodeNext, module: ts.ModuleKind.NodeNext };
    for (const each of [bundler, nodenext]) each.cache = ts.createModuleResolutionCache(root, (text) => text, each);
    caches.set(own, [bundler, nodenext]);
  }
  const [bundler, nodenext] = caches.get(own);
  const mode = ts.getImpliedNodeFormatForFile(file, undefined, host, nodenext);
  const rows = new Map();
  for (const specifier of listed ?? specifiersOf(file))
    rows.set(specifier, [specifier, answer(specifier, file, bundler), answer(specifier, file, nodenext, mode)]);
  if (rows.size) answers[name] = [...rows.values()];
}
process.stdout.write(JSON.stringify(answers));
