"""Builds and walks many complete binary trees and drops them."""


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def build(depth):
    if depth == 0:
        return None
    return Node(build(depth - 1), build(depth - 1))


def count_nodes(tree):
    if tree is None:
        return 0
    return count_nodes(tree.left) + count_nodes(tree.right) + 1


def main():
    greatest = 16
    print("stretch tree, nodes:", count_nodes(build(greatest + 1)))
    long_lived = build(greatest)
    for depth in range(4, greatest + 1, 2):
        trees = 1 << (greatest - depth + 4)
        nodes = sum(count_nodes(build(depth)) for _ in range(trees))
        print(f"{trees} trees of depth {depth}, nodes: {nodes}")
    print("long-lived tree, nodes:", count_nodes(long_lived))


main()
