// What TypeScript itself sees in the snippets of tests/languages/typescript/import_snippets.txt.
//
// Run in a directory where `npm install typescript@5.9` was run:
//   node tools/typescript_imports.mjs tests/languages/typescript/import_snippets.txt > tests/languages/typescript/import_answers.json
// Given further paths instead of one .txt file, it prints one line of JSON per file: [path, facts, number of errors].
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ts = createRequire(join(process.cwd(), "x.js"))("typescript");

const FUNCTIONS = new Set(
  ["FunctionDeclaration", "FunctionExpression", "ArrowFunction", "MethodDeclaration", "Constructor", "GetAccessor", "SetAccessor"].map(
    (name) => ts.SyntaxKind[name],
  ),
);
const MOCKS = new Set(
  ("mock doMock setMock unmock dontMock doUnmock deepUnmock requireActual requireMock importActual importMock " +
    "unstable_mockModule unstable_unmockModule createMockFromModule genMockFromModule").split(" "),
);
const OWN = new Set(["require", "exports", "module"]);
const EXTENSIONS = { dts: "d.ts" };

class Walk {
  constructor(path, text) {
    this.file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    this.facts = [];
    this.isModule = ts.isExternalModule(this.file);
    this.plain = (this.file.flags & ts.NodeFlags.JavaScriptFile) !== 0;
  }

  run() {
    const { file } = this;
    this.visit(file);
    if (this.plain) this.documented(file);
    for (const each of file.referencedFiles) this.directive(each, [], "path");
    for (const each of file.typeReferenceDirectives) this.directive(each, ["type-only"], "types");
    this.facts.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return [this.facts, file.parseDiagnostics.length];
  }

  at(position, module, marks, form) {
    const { line, character } = this.file.getLineAndCharacterOfPosition(position);
    const column = [...this.file.text.slice(position - character, position)].length + 1;
    this.facts.push([line + 1, column, module, [...marks].sort().join(" "), form]);
  }

  directive(reference, marks, form) {
    this.at(this.file.text.lastIndexOf("///", reference.pos), reference.fileName, marks, form);
  }

  visit(node) {
    const start = node.getStart(this.file);
    if (ts.isImportDeclaration(node)) this.importing(node, start);
    else if (ts.isExportDeclaration(node)) this.exporting(node, start);
    else if (ts.isImportEqualsDeclaration(node)) this.equals(node, start);
    else if (ts.isImportTypeNode(node)) this.typed(node);
    else if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) {
      const augments = this.isModule || /^\.\.?\//.test(node.name.text);
      this.at(start, node.name.text, ["type-only"], augments ? "augment" : "declares");
    } else if (ts.isCallExpression(node)) this.call(node);
    else if (ts.isNewExpression(node)) this.url(node);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  importing(node, start) {
    const clause = node.importClause;
    const typeOnly = clause && (clause.isTypeOnly || (!clause.name && allTypes(clause.namedBindings)));
    const module = literal(node.moduleSpecifier);
    if (module !== null) this.at(start, module, typeOnly ? ["type-only"] : [], "");
  }

  exporting(node, start) {
    const module = literal(node.moduleSpecifier);
    const typeOnly = node.isTypeOnly || allTypes(node.exportClause);
    if (module !== null) this.at(start, module, typeOnly ? ["reexport", "type-only"] : ["reexport"], "");
  }

  equals(node, start) {
    if (!ts.isExternalModuleReference(node.moduleReference)) return;
    const module = literal(node.moduleReference.expression);
    if (module !== null) this.at(start, module, node.isTypeOnly ? ["type-only"] : [], "require");
  }

  typed(node) {
    if (!ts.isLiteralTypeNode(node.argument) || !ts.isStringLiteral(node.argument.literal)) return;
    const place = this.file.text.indexOf("import", node.getStart(this.file));
    this.at(place, node.argument.literal.text, ["type-only"], "");
  }

  call(node) {
    const callee = node.expression;
    if (callee.kind === ts.SyntaxKind.ImportKeyword) this.argument(node, ["dynamic"], "");
    else if (ts.isIdentifier(callee)) this.named(node, callee.text);
    else if (ts.isPropertyAccessExpression(callee)) this.member(node, callee);
  }

  named(node, name) {
    const list = node.arguments.slice(0, 2).find(ts.isArrayLiteralExpression);
    if (name === "require" && !hidden(node)) {
      if (list && list === node.arguments[0]) this.list(node, list, ["dynamic"], "require");
      else this.argument(node, [], "require");
    } else if (name === "define" && list) this.list(node, list, [], "require");
    else if (name === "importScripts") {
      for (const each of node.arguments) if (literal(each) !== null) this.found(node, literal(each), [], "url");
    }
  }

  member(node, callee) {
    const name = callee.name.text;
    if (ts.isMetaProperty(callee.expression)) {
      if (name === "resolve") this.argument(node, ["dynamic"], "");
    } else if (ts.isIdentifier(callee.expression)) {
      const owner = callee.expression.text;
      if (owner === "require" && name === "resolve" && !hidden(node)) this.argument(node, [], "require");
      else if (owner === "module" && name === "require") this.argument(node, [], "require");
      else if (["jest", "vi", "vitest"].includes(owner) && MOCKS.has(name)) this.argument(node, ["dynamic", "test"], "mock");
    }
  }

  url(node) {
    const [first, second] = node.arguments ?? [];
    if (second && node.expression.getText(this.file) === "URL" && /^import\s*\.\s*meta\s*\.\s*url$/.test(second.getText(this.file)))
      this.argument(node, [], "url");
  }

  argument(node, marks, form) {
    const [first] = node.arguments;
    const module = literal(first);
    if (module !== null) this.found(node, module, marks, form);
    else {
      const pattern = first && glob(first);
      if (pattern && /^\.\.?\//.test(pattern)) this.found(node, pattern, [...new Set([...marks, "dynamic"])], "glob");
    }
  }

  list(node, array, marks, form) {
    for (const each of array.elements) {
      const module = literal(each);
      if (module !== null && !OWN.has(module)) this.found(node, module, marks, form);
    }
  }

  found(node, module, marks, form) {
    this.at(node.getStart(this.file), module, lazy(node) ? [...marks, "lazy"] : marks, form);
  }

  documented(node) {
    for (const comment of node.jsDoc ?? []) {
      const seen = (child) => {
        if (ts.isImportTypeNode(child)) this.typed(child);
        else if (child.kind === ts.SyntaxKind.JSDocImportTag)
          this.at(this.file.text.indexOf("import", child.getStart(this.file)), child.moduleSpecifier.text, ["type-only"], "");
        ts.forEachChild(child, seen);
      };
      seen(comment);
    }
    ts.forEachChild(node, (child) => this.documented(child));
  }
}

function literal(node) {
  return node && ts.isStringLiteralLike(node) ? node.text : null;
}

function glob(node) {
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((span) => "*" + span.literal.text).join("");
  let left = node;
  while (ts.isBinaryExpression(left) && left.operatorToken.kind === ts.SyntaxKind.PlusToken) left = left.left;
  return left !== node && literal(left) !== null ? literal(left) + "*" : null;
}

function allTypes(bindings) {
  const listed = bindings && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings));
  return listed && bindings.elements.length > 0 && bindings.elements.every((each) => each.isTypeOnly);
}

function lazy(node) {
  for (let child = node, outer = node.parent; outer; child = outer, outer = outer.parent)
    if (FUNCTIONS.has(outer.kind) && child === outer.body) return true;
  return false;
}

function hidden(node) {
  for (let outer = node.parent; outer; outer = outer.parent) {
    const ofDefine = outer.parent && ts.isCallExpression(outer.parent) && outer.parent.expression.getText() === "define";
    if (FUNCTIONS.has(outer.kind) && !ofDefine && outer.parameters.some((each) => each.name.getText() === "require")) return true;
    if ((ts.isBlock(outer) || ts.isSourceFile(outer)) && outer.statements.some(declares)) return true;
  }
  return false;
}

function declares(statement) {
  if (ts.isFunctionDeclaration(statement)) return statement.name?.text === "require";
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.some(
    (each) => each.name.getText() === "require" && !/createRequire\s*\(/.test(each.initializer?.getText() ?? ""),
  );
}

const paths = process.argv.slice(2);
if (paths.length === 1 && paths[0].endsWith(".txt")) {
  const answers = {};
  for (const part of readFileSync(paths[0], "utf8").split(/^=== /m).slice(1)) {
    const [heading, ...lines] = part.split("\n");
    const dialect = heading.split(".").pop();
    const walk = new Walk(`x.${EXTENSIONS[dialect] ?? dialect}`, lines.join("\n"));
    const [facts] = walk.run();
    for (const each of walk.file.parseDiagnostics) console.error(heading, each.start, each.messageText);
    answers[heading] = facts;
  }
  const lines = Object.entries(answers).map(([name, facts]) => ` ${JSON.stringify(name)}: ${JSON.stringify(facts)}`);
  process.stdout.write(`{\n${lines.join(",\n")}\n}\n`);
} else {
  for (const path of paths.length === 1 && paths[0].endsWith(".list") ? readFileSync(paths[0], "utf8").split("\n").filter(Boolean) : paths) {
    const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
    const answer = new Walk(path, text).run();
    process.stdout.write(JSON.stringify([path, ...answer]) + "\n");
  }
}
