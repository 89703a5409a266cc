"""What is written: errors, paths, Korean, formulas."""
