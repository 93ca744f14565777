// The product of two square matrices of floats, held as slices of rows.
package main

import "fmt"

func matrix(size, factor int) [][]float64 {
	rows := make([][]float64, size)
	for row := range rows {
		rows[row] = make([]float64, size)
		for column := range rows[row] {
			rows[row][column] = float64(((row+factor)*column+1)%10) * 0.5
		}
	}
	return rows
}

func transposed(rows [][]float64) [][]float64 {
	columns := make([][]float64, len(rows))
	for index := range columns {
		columns[index] = make([]float64, len(rows))
		for row := range rows {
			columns[index][row] = rows[row][index]
		}
	}
	return columns
}

func scalarProduct(row, column []float64) float64 {
	sum := 0.0
	for index := range row {
		sum += row[index] * column[index]
	}
	return sum
}

func product(left, right [][]float64) [][]float64 {
	columns := transposed(right)
	rows := make([][]float64, len(left))
	for index := range left {
		rows[index] = make([]float64, len(columns))
		for place := range columns {
			rows[index][place] = scalarProduct(left[index], columns[place])
		}
	}
	return rows
}

func main() {
	size := 160
	rows := product(matrix(size, 3), matrix(size, 7))
	sum := 0.0
	for _, row := range rows {
		rowSum := 0.0
		for _, element := range row {
			rowSum += element
		}
		sum += rowSum
	}
	fmt.Println(int(sum))
	fmt.Println(int(rows[0][size-1]))
	fmt.Println(int(rows[size-1][0]))
}
