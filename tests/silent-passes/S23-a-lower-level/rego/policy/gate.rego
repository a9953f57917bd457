package main

warn contains msg if {
	input.accuracy < 0.9
	msg := "accuracy is below 0.9"
}
