// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli completion bash|zsh|fish: scripts made from the very tree of commands that CLI11 parses with.
#include <map>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "context.h"
#include "flambeau/base/strings.h"

namespace flambeau::cli {

namespace {

/// One command, as completion sees it.
struct Level {
    std::string path;                                           ///< "model export"; empty: the program itself
    std::vector<std::pair<std::string, std::string>> commands;  ///< name, description
    std::vector<std::pair<std::string, std::string>> options;   ///< "--to", description
    /// What stands behind an option, or ("") in the arguments' place: words, or "@datasets" for what `__values` says.
    std::vector<std::pair<std::string, std::string>> values;
};

/// CLI11 keeps the words of CLI::IsMember only in its help: "TEXT:{bash,zsh,fish}".
std::string choicesOf(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    const auto begin = type.find('{'), end = type.rfind('}');
    if (begin == std::string::npos || end == std::string::npos || end < begin)
        return {};
    return join(split(type.substr(begin + 1, end - begin - 1), ','), " ");
}

/// Of an option "--dataset" or an argument "id" of the command `path`; "" where any text may stand.
std::string valuesOf(const std::string& path, const std::string& name, const CLI::Option& option) {
    if (const std::string choices = choicesOf(option); !choices.empty())
        return choices;
    if (name == "--dataset" || (startsWith(path, "dataset ") && name == "name"))
        return "@datasets";
    if (name == "--register" || (path == "model register" && name == "--name") ||
        (startsWith(path, "model ") && (name == "model" || name == "first" || name == "second")))
        return "@models";
    if ((startsWith(path, "run ") && name == "id") || (path == "model register" && name == "run"))
        return "@runs";
    if (name == "--experiment")
        return "@experiments";
    if (name == "--set")
        return "@parameters";
    if (name == "--recipe" || name == "recipe")
        return "@recipes";
    return name == "--state" ? "preparing queued running finalizing completed failed canceled lost" : "";
}

void collect(const CLI::App& app, const std::string& path, std::vector<Level>& levels) {
    const auto shown = [](const CLI::App* command) { return !command->get_group().empty(); };
    Level level;
    level.path = path;
    for (const CLI::App* sub : app.get_subcommands(shown))
        level.commands.emplace_back(sub->get_name(), sub->get_description());
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            level.options.emplace_back("--" + name, option->get_description());
            if (const std::string values = valuesOf(path, "--" + name, *option); !values.empty())
                level.values.emplace_back("--" + name, values);
        }
        if (option->get_positional())
            if (const std::string values = valuesOf(path, option->get_name(true), *option); !values.empty())
                level.values.emplace_back("", values);
    }
    levels.push_back(level);
    for (const CLI::App* sub : app.get_subcommands(shown))
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

/// The two tables as shell functions: a command's words, and what stands behind its options and in its arguments'
/// place.
std::string bashTables(const std::vector<Level>& levels) {
    std::string script =
        "_flambeau_cli_words() {\n"
        "    case $1 in\n";
    for (const Level& level : levels)
        script += "        " + shellQuote(level.path) + ") echo " + shellQuote(words(level)) + " ;;\n";
    script +=
        "    esac\n"
        "}\n"
        "_flambeau_cli_values() {\n"
        "    case \"$1|$2\" in\n";
    for (const Level& level : levels) {
        std::map<std::string, std::string> merged;
        for (const auto& [name, values] : level.values)
            merged[name] += (merged[name].empty() ? "" : " ") + values;
        for (const auto& [name, values] : merged)
            script += "        " + shellQuote(level.path + "|" + name) + ") echo " + shellQuote(values) + " ;;\n";
    }
    return script +
           "    esac\n"
           "}\n";
}

std::string bashScript(const std::vector<Level>& levels) {
    return R"script(# flambeau-cli: completion for bash. Load it with: source <(flambeau-cli completion bash)
_flambeau_cli() {
    local word path i key before offers kind place list
    local -a workspace=()
    word=${COMP_WORDS[COMP_CWORD]}
    path=
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --workspace) workspace=(--workspace "${COMP_WORDS[i+1]}") ;;
            -*) ;;
            *) case " $(_flambeau_cli_words "$path") " in
                   *" ${COMP_WORDS[i]} "*) path=${path:+$path }${COMP_WORDS[i]} ;;
               esac ;;
        esac
    done
    # bash takes NAME=VALUE apart at the sign, zsh does not.
    key=
    before=${COMP_WORDS[COMP_CWORD-1]}
    if [[ $word == = ]]; then
        key=$before= word= before=${COMP_WORDS[COMP_CWORD-2]}
    elif [[ $before == = ]]; then
        key=${COMP_WORDS[COMP_CWORD-2]}= before=${COMP_WORDS[COMP_CWORD-3]}
    fi
    offers=
    [[ $before == --* ]] && offers=$(_flambeau_cli_values "$path" "$before")
    place=option
    if [[ -z $offers && $word != -* ]]; then
        offers=$(_flambeau_cli_values "$path" "")
        place=argument
    fi
    list=
    for kind in $offers; do
        case $kind in
            @*) list+=" $(flambeau-cli "${workspace[@]}" __values "${kind#@}" 2>/dev/null)" ;;
            *) list+=" $kind" ;;
        esac
    done
    [[ $place == argument || -z $offers ]] && list+=" $(_flambeau_cli_words "$path")"
    COMPREPLY=($(compgen -W "$list" -- "$key$word"))
    if [[ -n $key ]]; then
        COMPREPLY=("${COMPREPLY[@]#"$key"}")
    elif [[ $offers == @parameters && ${#COMPREPLY[@]} -gt 1 && $word != *=* ]]; then
        COMPREPLY=($(printf '%s\n' "${COMPREPLY[@]}" | sed 's/=.*/=/' | sort -u))
    fi
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
        type compopt >/dev/null 2>&1 && compopt -o nospace 2>/dev/null
    fi
    if [[ ${#COMPREPLY[@]} -eq 0 && $word != -* ]]; then
        COMPREPLY=($(compgen -f -- "$word"))
    fi
}
)script" + bashTables(levels) +
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

/// " -x -a WORDS" of what may stand behind an option, or in the arguments' place; "" where any text may.
std::string fishValues(const Level& level, const std::string& option) {
    std::string offers;
    for (const auto& [name, values] : level.values) {
        if (name != option)
            continue;
        offers += offers.empty() ? "" : " ";
        offers += startsWith(values, "@") ? "(flambeau-cli __values " + values.substr(1) + " 2>/dev/null)" : values;
    }
    return offers.empty() ? "" : " -x -a " + fishWord(offers);
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
            script +=
                "complete -c flambeau-cli" + here + " -f -a " + fishWord(name) + " -d " + fishWord(description) + "\n";
        for (const auto& [name, description] : level.options)
            script += "complete -c flambeau-cli" + (level.path.empty() ? std::string() : at) + " -l " +
                      fishWord(name.substr(2)) + fishValues(level, name) + " -d " + fishWord(description) + "\n";
        if (const std::string values = fishValues(level, ""); !values.empty())
            script += "complete -c flambeau-cli" + at + values.substr(3) + "\n";
    }
    script.pop_back();
    return script;
}

}  // namespace

void addCompletionCommand(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("completion", "Print a completion script for your shell");
    auto shell = std::make_shared<std::string>();
    command->add_option("shell", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
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
