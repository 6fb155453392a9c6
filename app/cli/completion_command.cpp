// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli completion bash|zsh|fish: scripts made from the very tree of commands that CLI11 parses with.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "context.h"
#include "flambeau/base/strings.h"

namespace flambeau::cli {

namespace {

/// One command, as completion sees it.
struct Level {
    std::string path;  ///< "model export"; empty: the program itself
    std::vector<std::pair<std::string, std::string>> commands;  ///< name, description
    std::vector<std::pair<std::string, std::string>> options;   ///< "--to", description
};

void collect(const CLI::App& app, const std::string& path, std::vector<Level>& levels) {
    Level level;
    level.path = path;
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
        level.commands.emplace_back(sub->get_name(), sub->get_description());
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames())
            level.options.emplace_back("--" + name, option->get_description());
    }
    levels.push_back(level);
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
        collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), levels);
}

std::string words(const Level& level) {
    std::vector<std::string> all;
    for (const auto& [name, description] : level.commands)
        all.push_back(name);
    for (const auto& [name, description] : level.options)
        all.push_back(name);
    return join(all, " ");
}

std::string bashScript(const std::vector<Level>& levels) {
    std::string script =
        "# flambeau-cli: completion for bash. Load it with: source <(flambeau-cli completion bash)\n"
        "_flambeau_cli() {\n"
        "    local word path i\n"
        "    word=${COMP_WORDS[COMP_CWORD]}\n"
        "    path=\n"
        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "        case ${COMP_WORDS[i]} in\n"
        "            -*) ;;\n"
        "            *) case \" $(_flambeau_cli_words \"$path\") \" in\n"
        "                   *\" ${COMP_WORDS[i]} \"*) path=${path:+$path }${COMP_WORDS[i]} ;;\n"
        "               esac ;;\n"
        "        esac\n"
        "    done\n"
        "    COMPREPLY=($(compgen -W \"$(_flambeau_cli_words \"$path\")\" -- \"$word\"))\n"
        "    if [[ ${#COMPREPLY[@]} -eq 0 && $word != -* ]]; then\n"
        "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
        "    fi\n"
        "}\n"
        "_flambeau_cli_words() {\n"
        "    case $1 in\n";
    for (const Level& level : levels)
        script += "        " + shellQuote(level.path) + ") echo " + shellQuote(words(level)) + " ;;\n";
    return script +
           "    esac\n"
           "}\n"
           "complete -o filenames -F _flambeau_cli flambeau-cli";
}

std::string zshScript(const std::vector<Level>& levels) {
    // zsh runs bash's completion functions; its own quoting of descriptions is not worth a second tree.
    return "#compdef flambeau-cli\n"
           "# flambeau-cli: completion for zsh. Load it with: source <(flambeau-cli completion zsh)\n"
           "autoload -U +X bashcompinit && bashcompinit\n" +
           bashScript(levels);
}

std::string fishWord(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + "'";
}

std::string fishScript(const std::vector<Level>& levels) {
    std::string script =
        "# flambeau-cli: completion for fish. Load it with: flambeau-cli completion fish | source\n"
        "function __flambeau_cli_at\n"
        "    set -l words (commandline -opc)\n"
        "    set -e words[1]\n"
        "    set -l path\n"
        "    for word in $words\n"
        "        string match -q -- '-*' $word; or set -a path $word\n"
        "    end\n"
        "    string match -q -- \"$argv\" \"$path\"; or string match -q -- \"$argv *\" \"$path\"\n"
        "end\n";
    for (const Level& level : levels) {
        const std::string at = " -n " + fishWord("__flambeau_cli_at " + level.path);
        const std::string here = level.path.empty() ? " -n __fish_use_subcommand" : at;
        for (const auto& [name, description] : level.commands)
            script += "complete -c flambeau-cli" + here + " -f -a " + fishWord(name) + " -d " + fishWord(description) + "\n";
        for (const auto& [name, description] : level.options)
            script += "complete -c flambeau-cli" + (level.path.empty() ? std::string() : at) + " -l " +
                      fishWord(name.substr(2)) + " -d " + fishWord(description) + "\n";
    }
    script.pop_back();
    return script;
}

}  // namespace

void addCompletionCommand(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("completion", "Print a completion script for your shell");
    auto shell = std::make_shared<std::string>();
    command->add_option("shell", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
    context.command(command, [&app, &context, shell]() -> Result<int> {
        std::vector<Level> levels;
        collect(app, "", levels);
        const std::string script = *shell == "bash"  ? bashScript(levels)
                                   : *shell == "zsh" ? zshScript(levels)
                                                     : fishScript(levels);
        if (context.json)
            context.print({{"shell", *shell}, {"script", script}});
        else
            context.say(script);
        return 0;
    });
}

}  // namespace flambeau::cli
