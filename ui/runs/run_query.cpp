// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_query.h"

#include <algorithm>
#include <cmath>


#include "flambeau/base/strings.h"
#include "flambeau/domain/metric_name.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {

bool isOperator(QChar c) {
    return c == ':' || c == '=' || c == '<' || c == '>' || c == '!' || c == QChar(0x2264) || c == QChar(0x2265);
}

/// Words, texts in quotes (without them) and operators, in order. A text in quotes is never an operator.
struct Piece {
    QString text;
    bool isOperator = false, quoted = false, after = false;  ///< after: nothing stood between it and the one before
};
std::vector<Piece> pieces(const QString& text, QString& problem) {
    std::vector<Piece> found;
    bool touching = false;
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c.isSpace()) {
            touching = false;
            ++i;
            continue;
        }
        Piece piece;
        piece.after = touching;
        touching = true;
        if (c == '"') {
            const qsizetype end = text.indexOf('"', i + 1);
            if (end < 0)
                problem = say("A quotation mark has no second one");
            piece.text = text.mid(i + 1, end < 0 ? -1 : end - i - 1);
            piece.quoted = true;
            i = end < 0 ? text.size() : end + 1;
        } else if (isOperator(c) && !(c == '!' && (i + 1 >= text.size() || text[i + 1] != '='))) {
            piece.isOperator = true;
            piece.text = c;
            if (++i < text.size() && (c == '<' || c == '>' || c == '!' || c == '=') && text[i] == '=')
                piece.text += text[i++];
        } else {
            const auto ends = [&](qsizetype at) {
                const bool mark =
                    text[at] == '!' && (at + 1 >= text.size() || text[at + 1] != '=');  // a letter like others
                return text[at].isSpace() || text[at] == '"' || (isOperator(text[at]) && !mark);
            };
            while (i < text.size() && !ends(i))
                piece.text += text[i++];
        }
        found.push_back(piece);
    }
    return found;
}

const session::MetricSummary* metricOf(const session::RunRow& run, const std::string& name) {
    const auto found = std::find_if(run.metrics.begin(), run.metrics.end(),
                                    [&](const session::MetricSummary& metric) { return metric.name == name; });
    return found == run.metrics.end() ? nullptr : &*found;
}

/// A time word of a field: nothing where it is no field with a number.
std::optional<double> numberOf(const session::RunRow& run, const QString& key, bool& isNumber) {
    isNumber = true;
    if (key == "version")
        return run.datasetVersion;
    if (key == "duration") {
        const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
        return runSeconds(run.started, run.ended, now);
    }
    const std::string name = key.toStdString();
    if (const auto parameter = run.parameters->find(name); parameter != run.parameters->end()) {
        if (const auto* whole = std::get_if<std::int64_t>(&parameter->second))
            return static_cast<double>(*whole);
        if (const auto* real = std::get_if<double>(&parameter->second))
            return *real;
        isNumber = false;
        return std::nullopt;
    }
    if (const auto* metric = metricOf(run, name)) {
        const double best = metric->statistics.best(domain::lowerIsBetter(name));
        return std::isnan(best) ? std::nullopt : std::optional(best);
    }
    isNumber = false;
    return std::nullopt;
}

/// What a field's text may be; a run has several tags.
QStringList textsOf(const session::RunRow& run, const QString& key) {
    if (key == "state")
        return {QString::fromUtf8(domain::toString(run.state).data(),
                                  static_cast<qsizetype>(domain::toString(run.state).size())),
                stateText(run.state)};
    if (key == "tag") {
        QStringList tags;
        for (const auto& tag : run.tags)
            tags << text(tag);
        return tags;
    }
    if (key == "name")
        return {text(run.name)};
    if (key == "id")
        return {text(run.id.str())};
    if (key == "experiment")
        return {text(run.experiment)};
    if (key == "dataset")
        return {text(run.dataset), text(run.dataset) + '@' + QString::number(run.datasetVersion)};
    if (key == "compute")
        return {text(run.compute), computeText(run.compute)};
    if (key == "recipe")
        return {text(run.recipe)};
    if (key == "notes")
        return {text(run.notes)};
    const auto parameter = run.parameters->find((key == "model" ? QString("arch") : key).toStdString());
    return parameter == run.parameters->end() ? QStringList() : QStringList{parameterValue(parameter->second)};
}

/// Names are found by their beginnings, texts by what is in them.
bool textFits(const QString& key, const QString& have, const QString& wanted, bool exact) {
    if (exact)
        return have.compare(wanted, Qt::CaseInsensitive) == 0;
    if (key == "notes" || key == "name")
        return have.contains(wanted, Qt::CaseInsensitive);
    return have.startsWith(wanted, Qt::CaseInsensitive);
}

bool hasWord(const session::RunRow& run, const QString& word) {
    const auto in = [&](const std::string& where) { return text(where).contains(word, Qt::CaseInsensitive); };
    return in(run.name) || in(run.notes) || in(run.experiment) || in(run.dataset) ||
           text(run.id.str()).startsWith(word, Qt::CaseInsensitive) ||
           std::any_of(run.tags.begin(), run.tags.end(), in);
}

}  // namespace

QStringList queryFields() {
    return {"state",   "tag",   "name",   "id",    "experiment", "dataset",
            "compute", "model", "recipe", "notes", "version",    "duration"};
}

RunQuery RunQuery::parse(const QString& typed) {
    RunQuery query;
    const std::vector<Piece> all = pieces(typed, query.m_problem);
    for (std::size_t i = 0; i < all.size(); ++i) {
        Term term;
        term.key = all[i].text;
        if (all[i].isOperator) {
            query.m_problem = say("Nothing stands before “%1”").arg(all[i].text);
            if (i + 1 < all.size() && !all[i + 1].isOperator)
                ++i;
            continue;
        }
        if (!all[i].quoted && term.key.compare("and", Qt::CaseInsensitive) == 0)
            continue;
        if (!all[i].quoted && term.key.size() > 1 && term.key.startsWith('-')) {
            term.turned = true;
            term.key.remove(0, 1);
        }
        if (i + 1 >= all.size() || !all[i + 1].isOperator) {
            term.value = std::exchange(term.key, {});
            query.m_terms.push_back(term);
            continue;
        }
        const QString sign = all[++i].text;
        term.is = sign == "!="                            ? Is::NotEqual
                  : sign == "<"                           ? Is::Less
                  : sign == "<=" || sign == QChar(0x2264) ? Is::LessEqual
                  : sign == ">"                           ? Is::Greater
                  : sign == ">=" || sign == QChar(0x2265) ? Is::GreaterEqual
                                                          : Is::Equal;
        if (i + 1 >= all.size() || all[i + 1].isOperator) {
            query.m_problem = say("Nothing stands behind “%1”").arg(term.key + sign);
            continue;
        }
        term.value = all[++i].text;
        term.key = term.key.toLower() == "tags"                 ? "tag"
                   : queryFields().contains(term.key.toLower()) ? term.key.toLower()
                                                                : term.key;
        QString number = term.value;
        const bool percent = number.endsWith('%');
        if (percent)
            number.chop(1);
        term.number = format::parseReal(number);
        if (bool ok = false; !term.number) {  // 3e-4 is understood too
            const double value = number.toDouble(&ok);
            if (ok && std::isfinite(value))
                term.number = value;
        }
        if (term.number && percent)
            *term.number /= 100;
        if (!term.number && term.is != Is::Equal && term.is != Is::NotEqual) {
            query.m_problem = say("“%1” is no number").arg(term.value);
            continue;
        }
        query.m_terms.push_back(term);
    }
    return query;
}

bool RunQuery::holds(const Term& term, const session::RunRow& run) {
    if (term.is == Is::Word)
        return hasWord(run, term.value);
    bool isNumber = false;
    const std::optional<double> have = numberOf(run, term.key, isNumber);
    if (isNumber && term.number) {
        if (!have)
            return term.is == Is::NotEqual;
        switch (term.is) {
            case Is::Less:
                return *have < *term.number;
            case Is::LessEqual:
                return *have <= *term.number;
            case Is::Greater:
                return *have > *term.number;
            case Is::GreaterEqual:
                return *have >= *term.number;
            case Is::NotEqual:
                return *have != *term.number;
            default:
                return *have == *term.number;
        }
    }
    if (term.is != Is::Equal && term.is != Is::NotEqual)
        return false;
    bool fits = false;
    for (const QString& one : textsOf(run, term.key))
        fits = fits || textFits(term.key, one, term.value, term.is == Is::NotEqual);
    return fits != (term.is == Is::NotEqual);
}

bool RunQuery::matches(const session::RunRow& run) const {
    return std::all_of(m_terms.begin(), m_terms.end(),
                       [&](const Term& term) { return holds(term, run) != term.turned; });
}

QString RunQuery::unknownNames(const QStringList& known) const {
    const QStringList all = queryFields() + known;
    for (const Term& term : m_terms) {
        if (term.key.isEmpty() || all.contains(term.key))
            continue;
        const std::string key = term.key.toStdString();
        const auto far = [&key](const QString& name) { return editDistance(key, name.toStdString()); };
        const QString near = *std::min_element(all.begin(), all.end(),
                                               [&](const QString& a, const QString& b) { return far(a) < far(b); });
        const QString told = say("No run has a “%1”").arg(term.key);
        return far(near) * 2 <= key.size() ? told + say(" – “%1” perhaps?").arg(near) : told;
    }
    return {};
}

}  // namespace flambeau::ui::runs
