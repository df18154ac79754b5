// TeX to MathML, many formulas at once: JSON in, JSON out. The settings are those of the pages.
"use strict";

const path = require("node:path");

const [, , mathjax] = process.argv;

async function main() {
  const { macros, formulas } = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));
  const program = require(path.resolve(mathjax));
  const MathJax = await program.init({ loader: { load: ["input/tex"] }, tex: { macros } });
  const set = formulas.map(({ tex, display }) => MathJax.tex2mml(tex, { display }));
  process.stdout.write(JSON.stringify(set));
}

main().catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exitCode = 1;
});
