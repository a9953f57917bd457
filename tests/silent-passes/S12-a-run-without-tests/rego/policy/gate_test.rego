package main

tset_low if count(deny) == 1 with input as {"accuracy": 0.89}
