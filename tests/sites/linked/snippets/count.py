"""하나씩 더한다."""

# %% sum
total = sum(range(1, 11))
print(total)
assert total == 10 * 11 // 2
