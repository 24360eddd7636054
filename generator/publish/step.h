/* publish/step.h - from one site to the next, so that no crash leaves half of each. `root` is the published folder and `ours` the
 * folder .vitrina in it, both descriptors; all give errno on failure. */
#ifndef PUBLISH_STEP_H
#define PUBLISH_STEP_H

#include "base/str.h"

/* Completes a promised step and clears what is left of one that was not. False: what was promised stands, to be completed later. */
bool step_complete(int root, int ours);
/* Makes the empty stage/ (files to move in) and last/ (those that make the whole known, moved in at the end). */
bool step_prepare(int ours);
/* Promises the step: from here on step_complete carries it out, now or in another process. `removals` are the paths to remove, each
 * ended by a line feed. False: nothing is promised. */
bool step_promise(int ours, struct str removals);
/* Drops what was staged for a step that was not promised. */
void step_drop(int ours);

#endif
