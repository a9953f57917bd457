/* service/reporting.h: decisions, reported where and how -o asked for it. Private to the room.
 *
 *     reporting_begin  ->  reporting_see, for each judgement  ->  reporting_end
 *
 * What is written decision by decision goes out at once; what is one document for the whole run
 * waits for its end, and is not written where a part of it is missing. A manifest that could not be
 * judged has its place in every report.
 */
#ifndef SERVICE_REPORTING_H
#define SERVICE_REPORTING_H

#include "base/buffer.h"
#include "report/report.h"
#include "service/judge.h"

/* One -o: a format, and the file it goes to or NULL for standard output. */
struct output {
    const struct report_format *format;
    const char *file;
    struct buffer bytes; /* of a file, until the run is over */
};

struct outputs LIST(struct output);

struct reporting {
    struct session *session;
    struct outputs outputs;
    struct report_options options;
    const struct value *given;  /* evidence that the command line adds                      */
    bool policies_given;        /* by -p: their paths begin here, not at the project's root */
    struct report_records kept; /* for reports that are one document                        */
    size_t controls;            /* of all that is kept                                      */
    int status;
    struct error failed; /* a report that could not be written */
};

/* The outputs that a request asks for with -o, text where none: `options`, `given` and
 * `policies_given` are the caller's. */
NODISCARD bool reporting_begin(struct session *session, const struct value *request,
                               struct reporting *out, struct error *err);

/* Is a report for people among those that go to standard output? */
bool reporting_shown(const struct reporting *reporting);

/* judge()'s visit: report a judgement; `context` is the reporting. The status is the gravest. */
void reporting_see(void *context, const struct judgement *judgement);

/* What follows a decision in the log, besides: words in reports for people, and one more line, a
 * document, in JSON. The others are about decisions alone. */
NODISCARD bool reporting_add(struct reporting *reporting, struct text words,
                             const struct value *document, struct error *err);

/* The end of the run: documents of all decisions, and files. */
NODISCARD bool reporting_end(struct reporting *reporting, struct error *err);

#endif
