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

/* A filter is a program for the kernel's small machine: load a field of the call, compare, jump,
 * and return what shall happen. These write one instruction each. */
#define LOAD(field)    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))
/* Where the call is `name`, do the action; else go on. */
#define ON(name, action) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), RETURN(action)
/* Where the call is `name` and its argument `i` has one of `bits` set, do the action. Leaves the
 * number loaded again. The low half of an argument is where its flags are. */
#define ON_BITS(name, i, bits, action)                                                             \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), LOAD(args[i]),                          \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, 1), RETURN(action), LOAD(nr)

/* The same where it has none of them. */
#define ON_NO_BITS(name, i, bits, action)                                                          \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), LOAD(args[i]),                          \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 1, 0), RETURN(action), LOAD(nr)

#define REFUSE (SECCOMP_RET_ERRNO | EPERM)
#define KILL   SECCOMP_RET_KILL_PROCESS
#define ALLOW  SECCOMP_RET_ALLOW
/* A new call that old libraries do without: they fall back when it does not exist. */
#define UNKNOWN (SECCOMP_RET_ERRNO | ENOSYS)

/* Another architecture's numbers mean other calls: end it. So do numbers from here on, which are
 * x86-64's second set of calls (x32) and none elsewhere. */
enum { FOREIGN_CALLS = 0x40000000 };
#define PROLOGUE                                                                                   \
    LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0), RETURN(KILL), LOAD(nr),   \
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FOREIGN_CALLS, 0, 1), RETURN(KILL)

enum { CREATING = O_CREAT | O_TRUNC };

/* Reading may start git, so it names what is refused. Writing to an open file is stopped by
 * RLIMIT_FSIZE; what is listed here is everything else that would leave a trace or reach out. */
static struct sock_filter reading[] = {
    PROLOGUE,
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
    RETURN(ALLOW),
};

/* Judging needs so little that it is listed instead: anything else ends the worker. */
static struct sock_filter judging[] = {
    PROLOGUE,
    ON(write, ALLOW),
    ON(exit_group, ALLOW),
    ON(exit, ALLOW),
    ON(brk, ALLOW),
    ON_BITS(mmap, 2, PROT_EXEC, KILL),
    ON(mmap, ALLOW),
    ON(munmap, ALLOW),
    ON(mremap, ALLOW),
    ON_BITS(mprotect, 2, PROT_EXEC, KILL),
    ON(mprotect, ALLOW),
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
    RETURN(KILL),
};

/* A program reads a repository that strangers filled, and its settings can name other programs to
 * be run (git's filters do). It gets threads of its own and nothing else. */
static struct sock_filter alone[] = {
    PROLOGUE,
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
    RETURN(ALLOW),
};

static bool filter_install(struct sock_filter *filter, size_t count, struct error *err)
{
    const struct sock_fprog program = {(unsigned short)count, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "cannot give up privileges: %s", strerror(errno));
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0)
        return true;
    if (errno == EINVAL || errno == ENOSYS) /* a kernel or emulator without filters */
        return true;
    return error_set(err, ERROR_UNAVAILABLE, "cannot install a filter of system calls: %s",
                     strerror(errno));
}

bool confine_calls(enum worker_confinement confinement, struct error *err)
{
    switch (confinement) {
    case WORKER_READING:
        return filter_install(reading, COUNT(reading), err);
    case WORKER_JUDGING:
        return filter_install(judging, COUNT(judging), err);
    case WORKER_ALONE:
        return filter_install(alone, COUNT(alone), err);
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
