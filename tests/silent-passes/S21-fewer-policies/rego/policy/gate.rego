package main

deny contains "the model has no name" if not input.name
