// HyperFormula calculates workbooks: [{sheets: {name: rows}, names: {name: formula}}] → [{name: rows of values}].
const { HyperFormula } = require("hyperformula");
const { readFileSync, writeFileSync } = require("fs");
const [from, to] = process.argv.slice(2);
// its TEXT knows neither grouping, percent nor signs of one's own: all that a submission asks for is written here
const grouped = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 0 });
const SIGNED = /^#,##0;\\(.)#,##0$/;
const written = (value, format) => {
  const sign = SIGNED.exec(format)?.[1];
  if (sign !== undefined) return value < 0 ? sign + grouped(-value) : grouped(value);
  return { "#,##0": grouped(value), "0.0%": `${(value * 100).toFixed(1)}%` }[format];
};
const settings = {
  licenseKey: "gpl-v3",
  maxRows: 100000,
  maxColumns: 500,
  smartRounding: false,
  stringifyCurrency: written,
};
const calculated = JSON.parse(readFileSync(from)).map(({ sheets, names }) => {
  const named = Object.entries(names).map(([name, expression]) => ({ name, expression }));
  const engine = HyperFormula.buildFromSheets(sheets, settings, named);
  const values = engine.getAllSheetsValues();
  engine.destroy();
  return values;
});
writeFileSync(to, JSON.stringify(calculated));
