// HyperFormula calculates workbooks: [{sheets: {name: rows}, names: {name: formula}}] → [{name: rows of values}].
const { HyperFormula } = require("hyperformula");
const { readFileSync, writeFileSync } = require("fs");
const [from, to] = process.argv.slice(2);
const settings = { licenseKey: "gpl-v3", maxRows: 100000, maxColumns: 500, smartRounding: false };
const calculated = JSON.parse(readFileSync(from)).map(({ sheets, names }) => {
  const named = Object.entries(names).map(([name, expression]) => ({ name, expression }));
  const engine = HyperFormula.buildFromSheets(sheets, settings, named);
  const values = engine.getAllSheetsValues();
  engine.destroy();
  return values;
});
writeFileSync(to, JSON.stringify(calculated));
