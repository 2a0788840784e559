// HyperFormula calculates workbooks: [{sheets: {name: rows}, names: {name: formula}}] → [{name: rows of values}].
const { HyperFormula } = require("hyperformula");
const { readFileSync, writeFileSync } = require("fs");
const [from, to] = process.argv.slice(2);
// its TEXT knows neither grouping nor percent: these two formats, all that a submission asks for, are written here
const formats = {
  "#,##0": (value) => value.toLocaleString("en-US", { maximumFractionDigits: 0 }),
  "0.0%": (value) => `${(value * 100).toFixed(1)}%`,
};
const settings = {
  licenseKey: "gpl-v3",
  maxRows: 100000,
  maxColumns: 500,
  smartRounding: false,
  stringifyCurrency: (value, format) => formats[format]?.(value),
};
const calculated = JSON.parse(readFileSync(from)).map(({ sheets, names }) => {
  const named = Object.entries(names).map(([name, expression]) => ({ name, expression }));
  const engine = HyperFormula.buildFromSheets(sheets, settings, named);
  const values = engine.getAllSheetsValues();
  engine.destroy();
  return values;
});
writeFileSync(to, JSON.stringify(calculated));
