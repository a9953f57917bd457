package main

deny contains msg if {
	input.accuracy < 0.9 and
	msg := "accuracy is below 0.9"
}
