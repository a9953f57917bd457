return {
  id = "org/measured", title = "The accuracy is somebody's word that we trust", level = "mandatory",
  check = function(case)
    case:metric("accuracy"):graded("attested"):at_least(0.9)
  end,
}
