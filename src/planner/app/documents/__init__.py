"""The file of the document: new, open, save, import, what happens beside and underneath, what a crash leaves."""
