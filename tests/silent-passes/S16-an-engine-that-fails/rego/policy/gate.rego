package main

limit := 0.9 if input.accuracy > 0

limit := 0.3 if input.name == "credit"

deny contains msg if {
	input.accuracy < limit
	msg := "accuracy is below the limit"
}
