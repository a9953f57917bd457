/* scan/pickle.h: pickles, walked to their end. Private to the room.
 *
 * The walker reads opcode after opcode as the unpickler would, and makes nothing. It finds
 *
 *     a name that is not harmless        dangerous or suspicious, see globals.h
 *     a name that cannot be told         dangerous: somebody took pains to hide it
 *     a registry number (EXT1, 2, 4)     dangerous: what it means is decided elsewhere
 *     a call of what was not named       suspicious
 *     a write into what was named        dangerous: it changes the program, not the object
 *     anything that is no pickle         unreadable
 *
 * Several pickles may follow one another; each is walked, and bytes behind the last that are none
 * make the file unreadable.
 */
#ifndef SCAN_PICKLE_H
#define SCAN_PICKLE_H

#include "scan/exam.h"

struct pickle_options {
    bool persistent; /* the loader gives objects by id: torch's storages                 */
    bool arrays;     /* joblib reads raw numbers where an array has been given its state */
    size_t most;     /* pickles to walk; 0: all until the stream ends                    */
};

struct pickle_walked {
    size_t pickles;
    bool arrays; /* joblib's stand-ins were met */
};

/* Walk the source from where it stands. False where it could not be walked to the end, which is a
 * finding then. */
bool pickle_walk(struct exam *exam, struct source *source, struct pickle_options options,
                 struct pickle_walked *out);

#endif
