not lua at all
