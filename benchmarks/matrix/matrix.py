"""The product of two square matrices of floats, held as lists of rows."""


def matrix(size, factor):
    return [[((row + factor) * column + 1) % 10 * 0.5 for column in range(size)]
            for row in range(size)]


def transposed(rows):
    return [[row[index] for row in rows] for index in range(len(rows))]


def scalar_product(row, column):
    total = 0.0
    for index in range(len(row)):
        total += row[index] * column[index]
    return total


def product(left, right):
    columns = transposed(right)
    return [[scalar_product(row, column) for column in columns] for row in left]


def main():
    size = 160
    rows = product(matrix(size, 3), matrix(size, 7))
    print(int(sum(sum(row) for row in rows)))
    print(int(rows[0][-1]))
    print(int(rows[-1][0]))


main()
