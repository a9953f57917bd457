return { least = 0.80 }
