# %% divide
def divide(a, b):
    return a / b


print("먼저")
divide(1, 0)
