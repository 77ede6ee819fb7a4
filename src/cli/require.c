/* SPDX-License-Identifier: Apache-2.0 */
#include "require.h"

#include "base/i18n.h"

bool require_read(const struct options *options, enum requirement *ret_requirement,
                  struct failure *failure)
{
    if (options->require == NULL) {
        *ret_requirement = REQUIRE_NOTHING;
        return true;
    }
    if (!requirement_read(options->require, ret_requirement)) {
        (void)failure_set(failure, FAILURE_USAGE, _("'%s' is no level that can be required"),
                          options->require);
        return failure_hint(failure, _("the levels are: soft, claims, identified, ca-asserted, "
                                       "attested, hard"));
    }
    return true;
}
