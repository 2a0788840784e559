// SheetJS and exceljs save workbooks again, as they read them: save.js LIBRARY < [[from, to], …]
const { readFileSync } = require("fs");
const saved = {
  SheetJS: (from, to) => {
    const X = require("xlsx");
    X.writeFile(X.readFile(from, { cellFormula: true, cellNF: true, cellStyles: true }), to, { cellStyles: true });
  },
  exceljs: async (from, to) => {
    const { Workbook } = require("exceljs");
    const book = new Workbook();
    await book.xlsx.readFile(from);
    await book.xlsx.writeFile(to);
  },
};
(async () => {
  for (const [from, to] of JSON.parse(readFileSync(0))) await saved[process.argv[2]](from, to);
})();
