// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include "app/cli/checkcommand.h"
#include "app/cli/driftcommand.h"
#include "app/cli/expectationcommands.h"
#include "app/cli/importcommand.h"
#include "app/cli/inventorycommands.h"
#include "app/cli/jobcommands.h"
#include "app/cli/judgementcommands.h"
#include "app/cli/plancommands.h"

namespace archivesmp::app::cli {

const QList<Command> &commands()
{
    static const QList<Command> all
        = QList<Command>{serversCommand(), instancesCommand(),    pluginsCommand(), scanCommand(),
                         driftCommand(),   findingCommand(),      acceptCommand(),  ignoreCommand(),
                         rulesCommand(),   expectationsCommand(), aliasesCommand(), planCommand(),
                         applyCommand(),   jobsCommand(),         jobCommand(),     cancelCommand(),
                         importCommand(),  checkCommand()}
        + powerCommands();
    return all;
}

} // namespace archivesmp::app::cli
