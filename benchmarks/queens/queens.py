"""Counts the ways to put N queens on a board so that none attacks another."""


def is_safe(board, column):
    for row, queen in enumerate(board):
        gap = abs(queen - column)
        if gap == 0 or gap == len(board) - row:
            return False
    return True


def solutions(size, board):
    if len(board) == size:
        return 1
    count = 0
    for column in range(size):
        if is_safe(board, column):
            board.append(column)
            count += solutions(size, board)
            board.pop()
    return count


def main():
    size = 11
    print(f"{size} queens: {solutions(size, [])}")


main()
