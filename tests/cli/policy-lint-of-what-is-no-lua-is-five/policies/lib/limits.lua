return { limit = nowhere }
