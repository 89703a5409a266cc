# %% sum
total = 1 + 1
