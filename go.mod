module emend

go 1.26
