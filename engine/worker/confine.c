#include "worker/confine.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

static void limit_set(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0)
        return;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < most)
        most = limit.rlim_max;
    limit = (struct rlimit){most, most};
    (void)setrlimit(resource, &limit); /* lowering one's own limit is always allowed */
}

void confine_limits(void)
{
    (void)signal(SIGXFSZ, SIG_IGN); /* writing past the limit fails; it does not kill */
    limit_set(RLIMIT_CORE, 0);
    limit_set(RLIMIT_FSIZE, 0);
    limit_set(RLIMIT_NOFILE, LIMIT_WORKER_OPEN_FILES);
#ifndef SANITIZED /* the sanitizer's shadow takes terabytes of addresses */
    limit_set(RLIMIT_AS, LIMIT_WORKER_MEMORY);
#endif
}

#ifdef ARCHITECTURE

#define REFUSE (SECCOMP_RET_ERRNO | EPERM)
#define KILL   SECCOMP_RET_KILL_PROCESS
#define ALLOW  SECCOMP_RET_ALLOW
/* A new call that old libraries do without: they fall back when it does not exist. */
#define UNKNOWN (SECCOMP_RET_ERRNO | ENOSYS)

/* What becomes of one system call. */
struct call {
    unsigned number;
    unsigned action; /* what is done ...                                              */
    unsigned bits;   /* ... where the argument has one of these, or always where 0    */
    bool none;       /* ... where it has none of them instead                         */
    unsigned argument;
};

/* Where the call is `name`, do the action. */
#define ON(name, action)                                                                           \
    {                                                                                              \
        SYS_##name, (action), 0, false, 0                                                          \
    }
/* The same where its argument `i` has one of `bits` set, else go on. The low half of an argument is
 * where its flags are. */
#define ON_BITS(name, i, bits, action)                                                             \
    {                                                                                              \
        SYS_##name, (action), (bits), false, (i)                                                   \
    }
/* The same where it has none of them. */
#define ON_NO_BITS(name, i, bits, action)                                                          \
    {                                                                                              \
        SYS_##name, (action), (bits), true, (i)                                                    \
    }

enum { CREATING = O_CREAT | O_TRUNC };

/* Reading may start git, so it names what is refused. Writing to an open file is stopped by
 * RLIMIT_FSIZE; what is listed here is everything else that would leave a trace or reach out. */
static const struct call reading[] = {
    ON_BITS(openat, 2, CREATING, REFUSE),
    ON(openat2, UNKNOWN),
    ON(socket, REFUSE),
    ON(socketpair, REFUSE),
    ON(connect, REFUSE),
    ON(bind, REFUSE),
    ON(ptrace, REFUSE),
    ON(process_vm_readv, REFUSE),
    ON(process_vm_writev, REFUSE),
    ON(truncate, REFUSE),
    ON(ftruncate, REFUSE),
    ON(unlinkat, REFUSE),
    ON(mkdirat, REFUSE),
    ON(mknodat, REFUSE),
    ON(linkat, REFUSE),
    ON(symlinkat, REFUSE),
    ON(renameat2, REFUSE),
    ON(fchmod, REFUSE),
    ON(fchmodat, REFUSE),
    ON(fchown, REFUSE),
    ON(fchownat, REFUSE),
    ON(utimensat, REFUSE),
    ON(setxattr, REFUSE),
    ON(lsetxattr, REFUSE),
    ON(fsetxattr, REFUSE),
    ON(removexattr, REFUSE),
    ON(lremovexattr, REFUSE),
    ON(fremovexattr, REFUSE),
    ON(fallocate, REFUSE),
    ON(mount, REFUSE),
    ON(umount2, REFUSE),
    ON(unshare, REFUSE),
    ON(setns, REFUSE),
    ON(bpf, REFUSE),
    ON(keyctl, REFUSE),
    ON(add_key, REFUSE),
    ON(io_uring_setup, UNKNOWN),
#ifdef __x86_64__
    ON_BITS(open, 1, CREATING, REFUSE),
    ON(creat, REFUSE),
    ON(unlink, REFUSE),
    ON(rmdir, REFUSE),
    ON(mkdir, REFUSE),
    ON(mknod, REFUSE),
    ON(link, REFUSE),
    ON(symlink, REFUSE),
    ON(rename, REFUSE),
    ON(chmod, REFUSE),
    ON(chown, REFUSE),
    ON(lchown, REFUSE),
    ON(utime, REFUSE),
    ON(utimes, REFUSE),
#endif
    ON(renameat, REFUSE),
};

/* Judging needs so little that it is listed instead: anything else ends the worker. */
static const struct call judging[] = {
    ON(write, ALLOW),
    ON(exit_group, ALLOW),
    ON(exit, ALLOW),
    ON(brk, ALLOW),
    ON_NO_BITS(mmap, 2, PROT_EXEC, ALLOW),
    ON(munmap, ALLOW),
    ON(mremap, ALLOW),
    ON_NO_BITS(mprotect, 2, PROT_EXEC, ALLOW),
    ON(madvise, ALLOW),
    ON(futex, ALLOW),
    ON(clock_gettime, ALLOW),
    ON(getrandom, ALLOW),
    ON(rt_sigreturn, ALLOW),
    ON(rt_sigprocmask, ALLOW),
    ON(sigaltstack, ALLOW),
    ON(sched_yield, ALLOW),
    ON(getpid, ALLOW),
    ON(gettid, ALLOW),
    ON(tgkill, ALLOW), /* abort() ends itself with it; there is nobody else to signal */
};

/* A program reads a repository that strangers filled, and its settings can name other programs to
 * be run (git's filters do). It gets threads of its own and nothing else. */
static const struct call alone[] = {
    ON_NO_BITS(clone, 0, CLONE_THREAD, REFUSE),
    ON(clone3, UNKNOWN),
    ON(execveat, REFUSE),
    ON(kill, REFUSE),
    ON(tkill, REFUSE),
    ON(rt_sigqueueinfo, REFUSE),
    ON(pidfd_open, REFUSE),
    ON(pidfd_send_signal, REFUSE),
#ifdef __x86_64__
    ON(fork, REFUSE),
    ON(vfork, REFUSE),
#endif
};

/* A program that talks to strangers over the network: what they send it may not make it write to
 * files, take connections, or reach another process. */
static const struct call talking[] = {
    ON_BITS(openat, 2, CREATING | O_WRONLY | O_RDWR, REFUSE),
    ON(openat2, UNKNOWN),
    ON_NO_BITS(clone, 0, CLONE_THREAD, REFUSE),
    ON(clone3, UNKNOWN),
    ON(execveat, REFUSE),
    ON(kill, REFUSE),
    ON(tkill, REFUSE),
    ON(rt_sigqueueinfo, REFUSE),
    ON(pidfd_open, REFUSE),
    ON(pidfd_getfd, REFUSE),
    ON(pidfd_send_signal, REFUSE),
    ON(listen, REFUSE),
    ON(accept, REFUSE),
    ON(accept4, REFUSE),
    ON(ptrace, REFUSE),
    ON(process_vm_readv, REFUSE),
    ON(process_vm_writev, REFUSE),
    ON(truncate, REFUSE),
    ON(unlinkat, REFUSE),
    ON(mkdirat, REFUSE),
    ON(mknodat, REFUSE),
    ON(linkat, REFUSE),
    ON(symlinkat, REFUSE),
    ON(renameat, REFUSE),
    ON(renameat2, REFUSE),
    ON(fchmodat, REFUSE),
    ON(fchownat, REFUSE),
    ON(mount, REFUSE),
    ON(umount2, REFUSE),
    ON(unshare, REFUSE),
    ON(setns, REFUSE),
    ON(bpf, REFUSE),
    ON(keyctl, REFUSE),
    ON(add_key, REFUSE),
    ON(io_uring_setup, UNKNOWN),
#ifdef __x86_64__
    ON_BITS(open, 1, CREATING | O_WRONLY | O_RDWR, REFUSE),
    ON(creat, REFUSE),
    ON(fork, REFUSE),
    ON(vfork, REFUSE),
    ON(unlink, REFUSE),
    ON(rmdir, REFUSE),
    ON(mkdir, REFUSE),
    ON(mknod, REFUSE),
    ON(link, REFUSE),
    ON(symlink, REFUSE),
    ON(rename, REFUSE),
    ON(chmod, REFUSE),
    ON(chown, REFUSE),
    ON(lchown, REFUSE),
#endif
};

/* ---- the filter ---- */

/* A filter is a program for the kernel's small machine: load a field of the call, compare, jump,
 * and return what shall happen.
 *
 *     refuse other architectures and their numbers
 *     number >= the first of group 2 ? go there
 *         number == ... ? go to its action     at most GROUP of them, in order
 *         return what happens to all others
 *     group 2 ...
 *     return each action, once
 *
 * When a filter is installed, the kernel runs it for every number that there is, to learn what is
 * always allowed, and makes machine code of it. Groups make the one short, and actions that stand
 * there once the other. */
enum {
    GROUP = 8,
    CALLS_MAX = 64,
    PROLOGUE_SIZE = 6,
    CALL_SIZE = 5, /* instructions for one call, at most */
    ACTIONS_MAX = 4,
    FILTER_MAX = PROLOGUE_SIZE + CALLS_MAX * CALL_SIZE + 2 * (CALLS_MAX / GROUP + 1) + ACTIONS_MAX,
    JUMP_MAX = UINT8_MAX, /* instructions, forward */
    /* Another architecture's numbers mean other calls: end it. So do numbers from here on, which
     * are x86-64's second set of calls (x32) and none elsewhere. */
    FOREIGN_CALLS = 0x40000000,
};

#define LOAD(field)    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)(field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define TEST(how, value, on, off)                                                                  \
    BPF_JUMP(BPF_JMP | BPF_##how | BPF_K, (value), (unsigned char)(on), (unsigned char)(off))

struct filter {
    unsigned short count;
    struct sock_filter at[FILTER_MAX];
    const struct call *decided[FILTER_MAX]; /* instructions that still have to go to an action */
};

static void instruction_add(struct filter *filter, struct sock_filter instruction)
{
    filter->at[filter->count++] = instruction;
}

static void prologue_add(struct filter *filter)
{
    instruction_add(filter, (struct sock_filter)LOAD(offsetof(struct seccomp_data, arch)));
    instruction_add(filter, (struct sock_filter)TEST(JEQ, ARCHITECTURE, 1, 0));
    instruction_add(filter, (struct sock_filter)RETURN(KILL));
    instruction_add(filter, (struct sock_filter)LOAD(offsetof(struct seccomp_data, nr)));
    instruction_add(filter, (struct sock_filter)TEST(JGE, FOREIGN_CALLS, 0, 1));
    instruction_add(filter, (struct sock_filter)RETURN(KILL));
}

static void call_add(struct filter *filter, const struct call *call, unsigned others)
{
    const size_t argument = offsetof(struct seccomp_data, args) + sizeof(uint64_t) * call->argument;
    if (!call->bits) {
        filter->decided[filter->count] = call;
        instruction_add(filter, (struct sock_filter)TEST(JEQ, call->number, 0, 0));
        return;
    }
    instruction_add(filter, (struct sock_filter)TEST(JEQ, call->number, 0, CALL_SIZE - 1));
    instruction_add(filter, (struct sock_filter)LOAD(argument));
    instruction_add(filter, (struct sock_filter)TEST(JSET, call->bits, call->none, !call->none));
    instruction_add(filter, (struct sock_filter)RETURN(call->action));
    instruction_add(filter, (struct sock_filter)RETURN(others));
}

static void group_add(struct filter *filter, const struct call *calls, size_t count,
                      const struct call *next, unsigned others)
{
    struct sock_filter *jump = NULL;
    if (next) {
        jump = &filter->at[filter->count];
        instruction_add(filter, (struct sock_filter)TEST(JGE, next->number, 0, 0));
    }
    for (size_t i = 0; i < count; i++)
        call_add(filter, &calls[i], others);
    instruction_add(filter, (struct sock_filter)RETURN(others));
    if (jump)
        jump->jt = (unsigned char)(&filter->at[filter->count] - jump - 1);
}

/* Where the filter, from `first` on, returns the action; it is added where it does not yet. */
static size_t action_find(struct filter *filter, size_t first, unsigned action)
{
    for (size_t i = first; i < filter->count; i++)
        if (filter->at[i].k == action)
            return i;
    instruction_add(filter, (struct sock_filter)RETURN(action));
    return filter->count - 1U;
}

/* False where an action stands too far from where it is decided. */
static bool actions_add(struct filter *filter)
{
    const size_t first = filter->count;
    for (size_t i = 0; i < first; i++) {
        if (!filter->decided[i])
            continue;
        const size_t way = action_find(filter, first, filter->decided[i]->action) - i - 1;
        if (way > JUMP_MAX)
            return false;
        filter->at[i].jt = (unsigned char)way;
    }
    return true;
}

static int call_order(const void *a, const void *b)
{
    const struct call *left = a, *right = b;
    return (left->number > right->number) - (left->number < right->number);
}

static bool filter_write(struct filter *filter, const struct call *calls, size_t count,
                         unsigned others)
{
    struct call sorted[CALLS_MAX];
    memcpy(sorted, calls, count * sizeof *calls);
    qsort(sorted, count, sizeof *sorted, call_order);
    *filter = (struct filter){0};
    prologue_add(filter);
    for (size_t i = 0; i < count; i += GROUP) {
        const bool last = count - i <= GROUP;
        group_add(filter, sorted + i, last ? count - i : GROUP, last ? NULL : sorted + i + GROUP,
                  others);
    }
    return actions_add(filter);
}

static bool filter_install(const struct call *calls, size_t count, unsigned others,
                           struct error *err)
{
    struct filter filter;
    if (!filter_write(&filter, calls, count, others))
        return error_set(err, ERROR_BUG, "a filter of system calls is too long");
    const struct sock_fprog program = {filter.count, filter.at};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "cannot give up privileges: %s", strerror(errno));
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0)
        return true;
    if (errno == EINVAL || errno == ENOSYS) /* a kernel or emulator without filters */
        return true;
    return error_set(err, ERROR_UNAVAILABLE, "cannot install a filter of system calls: %s",
                     strerror(errno));
}

_Static_assert(COUNT(reading) <= CALLS_MAX && COUNT(judging) <= CALLS_MAX &&
                   COUNT(alone) <= CALLS_MAX && COUNT(talking) <= CALLS_MAX,
               "a filter has room for all calls of a list");

bool confine_calls(enum worker_confinement confinement, struct error *err)
{
    switch (confinement) {
    case WORKER_READING:
        return filter_install(reading, COUNT(reading), ALLOW, err);
    case WORKER_JUDGING:
        return filter_install(judging, COUNT(judging), KILL, err);
    case WORKER_ALONE:
        return filter_install(alone, COUNT(alone), ALLOW, err);
    case WORKER_TALKING:
        return filter_install(talking, COUNT(talking), ALLOW, err);
    }
    return error_set(err, ERROR_BUG, "there is no confinement %d", (int)confinement);
}

#else /* a processor whose call numbers are not listed here: limits and deadline alone */

bool confine_calls(enum worker_confinement confinement, struct error *err)
{
    (void)confinement;
    (void)err;
    return true;
}

#endif
