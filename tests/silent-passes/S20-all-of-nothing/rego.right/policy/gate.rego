package main

deny contains "a slice is below 0.9" if {
	not slices_are_good
}

slices_are_good if {
	every slice in input.slices {
		slice.accuracy >= 0.9
	}
}
