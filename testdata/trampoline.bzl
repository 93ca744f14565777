"""The interpreter with its nodes driven by a loop instead of by tail calls.

Sanitizer and debug builds use the loop (runtime/node.h). Building it in the
ordinary configuration too lets every test run compare the two.
"""

_COPT = "//command_line_option:copt"
_FLAG = "-DSEQ_TRAMPOLINE=1"

def _with_flag(settings, _attr):
    copts = settings[_COPT]
    return {_COPT: copts if _FLAG in copts else copts + [_FLAG]}

_with_trampoline = transition(
    implementation = _with_flag,
    inputs = [_COPT],
    outputs = [_COPT],
)

def _trampoline_binary(ctx):
    binary = ctx.attr.binary[0][DefaultInfo]
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        output = program,
        target_file = binary.files_to_run.executable,
        is_executable = True,
    )
    return [DefaultInfo(
        executable = program,
        files = depset([program]),
        runfiles = binary.default_runfiles,
    )]

trampoline_binary = rule(
    doc = "Another binary, built with SEQ_TRAMPOLINE.",
    implementation = _trampoline_binary,
    attrs = {
        "binary": attr.label(
            doc = "The cc_binary to build again.",
            cfg = _with_trampoline,
            mandatory = True,
        ),
        # Bazel wants a list of the packages that may use transitions.
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    executable = True,
)
