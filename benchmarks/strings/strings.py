"""Builds 2*10^5 strings, joins them to one, splits it again and adds the
lengths of the parts."""


def main():
    items = []
    for n in range(200000):
        items.append("item-" + str(n))
    joined = ",".join(items)
    print(len(joined))

    parts = joined.split(",")
    print(len(parts))

    total = 0
    for part in parts:
        total += len(part)
    print(total)


main()
