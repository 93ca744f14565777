"""Golden tests: one Bazel test per program of a folder."""

_EXPECTATIONS = [
    ".stdin",
    ".stdout",
    ".exit",
    ".contains",
    ".stderr",
    ".stderr_varies",
    ".client",
]

def _base(path):
    return path[:path.rfind(".")]

def _check(files):
    """Fails on files that can have no effect or contradict each other."""
    for path in files:
        base = _base(path)
        if base + ".seq" not in files:
            fail("%s: there is no program %s.seq" % (path, base))
        if path.endswith(".stderr_varies"):
            if base + ".stderr" in files or base + ".contains" not in files:
                fail("%s: use .contains, and no .stderr" % path)

def golden_variants(name, tags = []):
    """The golden tests of a folder on each variant of the evaluator.

    Args:
      name: the suite, usually the folder's name.
      tags: for the tests of the ordinary interpreter; see golden_tests.
    """
    golden_tests(name = name, tags = tags)

    # The plainest evaluator there is: each word by its own node, each node
    # called from a loop. Sanitizer builds run fused nodes on the loop.
    golden_tests(
        name = name,
        seq = "//testdata:seq_trampoline",
        suffix = "_trampoline",
        args = ["--unfused"],
    )

def golden_tests(
        name,
        seq = "//cli:seq",
        suffix = "",
        args = [],
        data = [],
        tags = []):
    """Makes a test of every program in the folder, and a suite of them all.

    What a program must do stands in the files beside it (testdata/README.md).
    Programs with a .client file are left to the test named in that file.

    Args:
      name: the suite, usually the folder's name.
      seq: the interpreter; another one makes a variant of the tests.
      suffix: appended to the names of the tests, to tell variants apart.
      args: options for the interpreter, before the program.
      data: files of the folder that its programs include.
      tags: for every test; "sanitize" has CI run it under sanitizers too.
    """
    files = native.glob(["*.seq"] + ["*" + end for end in _EXPECTATIONS])
    _check(files)
    if not suffix:
        # For tests that read all programs, such as those of coverage.
        native.filegroup(
            name = "files",
            testonly = True,
            srcs = files,
            visibility = ["//tests:__subpackages__"],
        )
    tests = []
    for program in files:
        base = _base(program)
        if not program.endswith(".seq") or base + ".client" in files:
            continue
        tests.append(base + suffix)

        # sh_test only links its source to the test's name: the compiled
        # runner serves as well as a script, and is built once.
        native.sh_test(
            name = base + suffix,
            size = "small",
            timeout = "short",
            srcs = ["//tests/golden:runner"],
            args = ["--seq=$(rootpath %s)" % seq] +
                   ["--option=" + option for option in args] +
                   ["%s/%s" % (native.package_name(), program)],
            data = [seq, program] + [
                base + end
                for end in _EXPECTATIONS
                if base + end in files
            ] + [file for file in data if file != program],
            tags = tags,
        )
    native.test_suite(name = name + suffix, tests = tests)
