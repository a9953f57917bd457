return { { name = "enough", evidence = { metrics = { accuracy = 0.9, auc = 0.9 } }, expect = "pass" } }
