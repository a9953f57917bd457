#include "worker/parcel.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SIZE_BYTES = 4, BYTE_BITS = 8, BYTE_MASK = 0xff };

/* Room for the control message of one open file; two are truncated, and seen to be. */
union parcel_control {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
};

/* Until the channel is ready for `events`. */
static enum parcel_event channel_wait(int channel, short events, int64_t deadline_ms)
{
    for (;;) {
        const int64_t left_ms =
            deadline_ms == PARCEL_PATIENT ? INT32_MAX : deadline_ms - clock_milliseconds();
        struct pollfd ready = {.fd = channel, .events = events};
        if (left_ms <= 0)
            return PARCEL_LATE;
        const int polled = poll(&ready, 1, left_ms > INT32_MAX ? INT32_MAX : (int)left_ms);
        if (polled > 0)
            return PARCEL_HERE;
        if (polled < 0 && errno != EINTR)
            return PARCEL_BROKEN;
    }
}

/* ---- sending ---- */

static void control_write(struct msghdr *envelope, union parcel_control *control, int file)
{
    envelope->msg_control = control;
    envelope->msg_controllen = sizeof *control;
    struct cmsghdr *handed = CMSG_FIRSTHDR(envelope);
    handed->cmsg_level = SOL_SOCKET;
    handed->cmsg_type = SCM_RIGHTS;
    handed->cmsg_len = CMSG_LEN(sizeof file);
    memcpy(CMSG_DATA(handed), &file, sizeof file);
}

static enum parcel_event bytes_send(int channel, struct text rest, int file, int64_t deadline_ms)
{
    while (rest.size > 0) {
        union parcel_control control = {0};
        struct iovec piece = {(void *)(uintptr_t)rest.at, rest.size};
        struct msghdr envelope = {.msg_iov = &piece, .msg_iovlen = 1};
        if (file >= 0)
            control_write(&envelope, &control, file);
        const enum parcel_event ready = channel_wait(channel, POLLOUT, deadline_ms);
        if (ready != PARCEL_HERE)
            return ready;
        const ssize_t sent = sendmsg(channel, &envelope, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EINTR && errno != EAGAIN)
            return PARCEL_BROKEN;
        if (sent <= 0)
            continue;
        rest = text_part(rest, (size_t)sent, rest.size);
        file = -1;
    }
    return PARCEL_HERE;
}

enum parcel_event parcel_send(int channel, const struct parcel *parcel, int64_t deadline_ms)
{
    char size_bytes[SIZE_BYTES];
    if (parcel->message.size > UINT32_MAX)
        return PARCEL_BROKEN;
    for (size_t i = 0; i < SIZE_BYTES; i++)
        size_bytes[i] =
            (char)(parcel->message.size >> (BYTE_BITS * (SIZE_BYTES - 1 - i)) & BYTE_MASK);
    const enum parcel_event sent =
        bytes_send(channel, (struct text){size_bytes, SIZE_BYTES}, parcel->file, deadline_ms);
    return sent == PARCEL_HERE ? bytes_send(channel, parcel->message, -1, deadline_ms) : sent;
}

/* ---- receiving ---- */

/* The file that came with these bytes, if one did; false where it is not the one file that there
 * may be. */
static bool control_read(struct msghdr *envelope, int *file)
{
    for (struct cmsghdr *handed = CMSG_FIRSTHDR(envelope); handed;
         handed = CMSG_NXTHDR(envelope, handed)) {
        int handed_file;
        if (handed->cmsg_level != SOL_SOCKET || handed->cmsg_type != SCM_RIGHTS ||
            handed->cmsg_len != CMSG_LEN(sizeof handed_file))
            return false;
        memcpy(&handed_file, CMSG_DATA(handed), sizeof handed_file);
        if (*file >= 0) {
            (void)close(handed_file);
            return false;
        }
        *file = handed_file;
    }
    return !(envelope->msg_flags & MSG_CTRUNC);
}

static enum parcel_event bytes_receive(int channel, char *bytes, size_t size, int *file,
                                       int64_t deadline_ms)
{
    for (size_t have = 0; have < size;) {
        union parcel_control control = {0};
        struct iovec piece = {bytes + have, size - have};
        struct msghdr envelope = {.msg_iov = &piece,
                                  .msg_iovlen = 1,
                                  .msg_control = &control,
                                  .msg_controllen = sizeof control};
        const enum parcel_event ready = channel_wait(channel, POLLIN, deadline_ms);
        if (ready != PARCEL_HERE)
            return ready;
        const ssize_t got = recvmsg(channel, &envelope, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got == 0 && have == 0)
            return PARCEL_OVER;
        if (got <= 0 || !control_read(&envelope, file))
            return PARCEL_BROKEN;
        have += (size_t)got;
    }
    return PARCEL_HERE;
}

static enum parcel_event message_receive(int channel, size_t max, int64_t deadline_ms,
                                         struct arena *arena, struct parcel *parcel)
{
    size_t size = 0;
    unsigned char size_bytes[SIZE_BYTES];
    const enum parcel_event begun =
        bytes_receive(channel, (char *)size_bytes, SIZE_BYTES, &parcel->file, deadline_ms);
    if (begun != PARCEL_HERE)
        return begun;
    for (size_t i = 0; i < SIZE_BYTES; i++)
        size = size << BYTE_BITS | size_bytes[i];
    if (size > max)
        return PARCEL_BROKEN;
    char *message = arena_alloc(arena, size + 1);
    const enum parcel_event ended =
        bytes_receive(channel, message, size, &parcel->file, deadline_ms);
    message[size] = '\0';
    parcel->message = (struct text){message, size};
    return ended == PARCEL_OVER ? PARCEL_BROKEN : ended;
}

enum parcel_event parcel_receive(int channel, size_t max, int64_t deadline_ms, struct arena *arena,
                                 struct parcel *parcel)
{
    struct parcel received = {.file = -1};
    const enum parcel_event event = message_receive(channel, max, deadline_ms, arena, &received);
    if (event == PARCEL_HERE)
        *parcel = received;
    else if (received.file >= 0)
        (void)close(received.file);
    return event;
}
