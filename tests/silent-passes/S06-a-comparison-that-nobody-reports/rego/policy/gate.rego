package main

deny if input.accuracy < 0.9
