CPU_HEADER = "X-Bench-CPU-Seconds"
QUERIES_HEADER = "X-Bench-Queries"
