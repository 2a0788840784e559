"""The data table: two figures and an amount as a grid."""
