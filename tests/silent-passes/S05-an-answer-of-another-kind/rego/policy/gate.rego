package main

deny contains 1 if input.accuracy < 0.9
