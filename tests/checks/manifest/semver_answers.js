// Writes semver.json: what node's semver answers about ranges and versions.
// Run: NODE_PATH=$(npm root -g)/npm/node_modules node tests/checks/manifest/semver_answers.js > tests/checks/manifest/semver.json
const semver = require("semver");
const ranges = [
  "*", "1", "1.2", "1.2.3", "1.x", "1.2.x", "v1.2.3", "=1.2.3", "^1", "^1.2", "^1.2.3", "^0", "^0.1", "^0.1.2", "^0.0", "^0.0.3",
  "~1", "~1.2", "~1.2.3", "~0.1", ">1", ">1.2", ">1.2.3", ">=1", ">=1.2", ">=1.2.3", "<1", "<1.2", "<1.2.3", "<=1", "<=1.2", "<=1.2.3",
  ">=1.2.3 <2", ">=1 <1.5 || >=2", "1.2 - 1.4", "1.2.3 - 2.3", "^1.2 || ^3", ">=1.2.3 <1.2.3", "1 || 2 || 3", "> 1.2", "<  2.0.0", "^18 || ^19",
];
const versions = [
  "0.0.0", "0.0.3", "0.0.4", "0.1.0", "0.1.2", "0.1.9", "0.2.0", "1.0.0", "1.1.9", "1.2.0", "1.2.2", "1.2.3", "1.2.4", "1.3.0", "1.4.7",
  "1.5.0", "1.9.9", "2.0.0", "2.3.9", "2.4.0", "3.0.0", "3.9.0", "4.0.0", "18.2.0", "19.0.0", "20.0.0",
];
const bits = (list, test) => list.map((each) => (test(each) ? "1" : "0")).join("");
const rows = (test, list) => Object.fromEntries(ranges.map((range) => [range, bits(list, (each) => test(range, each))]));
console.log(JSON.stringify({
  semver: require("semver/package.json").version,
  ranges, versions,
  satisfies: rows((range, version) => semver.satisfies(version, range), versions),
  subset: rows((a, b) => semver.subset(a, b), ranges),
  intersects: rows((a, b) => semver.intersects(a, b), ranges),
  order: ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1-rc.1", "1.0.1"].sort(semver.compare),
}, null, 1));
