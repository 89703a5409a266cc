"""Python text -> Result: cells, runs, products, receipts, the store."""
