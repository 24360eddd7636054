/* cli/import_columns.h - what the descriptor of a folder says of the tables that an import puts there. */
#ifndef CLI_IMPORT_COLUMNS_H
#define CLI_IMPORT_COLUMNS_H

#include "base/diag.h"

struct import;

/* Declares to `import` the resources of the datapackage.yaml (.yml, .json) in `folder`, with their fields and keys. No descriptor is fine.
 * False when there is one and it can't be read: reported. What is wrong with its schemas is for `check` to say. */
bool import_columns(struct import *import, struct str folder, struct diag *diag);

#endif
