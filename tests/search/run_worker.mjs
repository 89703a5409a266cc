// Runs a search worker as a browser would and answers queries with it.
// node run_worker.mjs WORKER INDEX < queries.json > answers.json
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const [worker, index] = process.argv.slice(2);
const replies = [];
let wake = () => {};
const scope = {
  console: { warn() {}, log() {} },
  performance, setTimeout, clearTimeout,
  addEventListener: (type, handler) => { scope.handler = handler; },
  postMessage: message => { replies.push(message); wake(); },
  importScripts: (...files) => files.forEach(file =>
    vm.runInContext(fs.readFileSync(path.resolve(path.dirname(worker), file), "utf8"), scope)),
};
scope.self = scope;
vm.createContext(scope);
vm.runInContext(fs.readFileSync(worker, "utf8"), scope, { filename: worker });

async function ask(message) {
  // What a page sends is copied on its way.
  scope.handler({ data: JSON.parse(JSON.stringify(message)) });
  while (!replies.length) await new Promise(resolve => { wake = resolve; });
  return replies.shift();
}

let { config, docs } = JSON.parse(fs.readFileSync(index, "utf8"));
const before = performance.now();
const ready = await ask({ type: 0, data: { config, docs, options: { suggest: true } } });
const setup = performance.now() - before;
config = docs = null;
await new Promise(resolve => setTimeout(resolve, 300));
const answers = [];
for (const query of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const start = performance.now();
  const reply = await ask({ type: 2, data: query });
  answers.push({ query, ms: performance.now() - start, type: reply.type, ...reply.data });
}
globalThis.gc?.(); // with node --expose-gc: what the worker holds, not what it has let go
const memory = process.memoryUsage().heapUsed;
const found = JSON.stringify({ ready: ready.type, setup, answers, memory });
process.stdout.write(found, () => process.exit(0));
