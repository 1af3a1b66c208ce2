#include "ui/evaluation/evaluation_text.h"

#include "ui/bridge/conversions.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace partita::ui {
namespace {

struct EvaluationTexts {
    Q_DECLARE_TR_FUNCTIONS(partita::ui::Evaluation)
};

/// How a figure is written.
enum class Style { kCount, kNumber, kShare };

/// One row a metric: its name in the report, for people, and how it is written. In the order they are shown.
struct Metric {
    std::string_view key;
    const char* text;
    Style style;
};
constexpr Metric kMetrics[] = {
    {"sequences", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Pieces"), Style::kCount},
    {"examples", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Clips"), Style::kCount},
    {"steps", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Steps"), Style::kCount},
    {"loss", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Loss"), Style::kNumber},
    {"perplexity", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Perplexity"), Style::kNumber},
    {"loss_per_step", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Loss a step"), Style::kNumber},
    {"perplexity_per_step", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Perplexity a step"), Style::kNumber},
    {"r_loss", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Reconstruction loss"), Style::kNumber},
    {"kl_loss", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "KL beyond the free bits"), Style::kNumber},
    {"kl_bits", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "KL in bits"), Style::kNumber},
    {"hits_loss", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Loss of hits"), Style::kNumber},
    {"velocities_loss", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Loss of velocities"), Style::kNumber},
    {"offsets_loss", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Loss of timing"), Style::kNumber},
    {"accuracy", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Accuracy"), Style::kShare},
    {"event_accuracy", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Accuracy on events"), Style::kShare},
    {"no_event_accuracy", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Accuracy on no-events"), Style::kShare},
    {"per_class_accuracy", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Accuracy, mean of the classes"), Style::kShare},
    {"mean_per_class_accuracy", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Accuracy, mean of the classes"), Style::kShare},
    {"precision", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Precision"), Style::kShare},
    {"recall", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Recall"), Style::kShare},
    {"f1_score", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "F1"), Style::kShare},
    {"velocity_error", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Error of velocity, of 127"), Style::kNumber},
    {"offset_error", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "Error of timing, of half a step"), Style::kNumber},
};

/// The sides of the partition, as the report names them, and what they are: of the music that the model learned from, and
/// of other music, which is parted in the same way.
struct Side {
    const char* key;
    const char* ofItsMusic;
    const char* ofOther;
};
constexpr Side kSides[] = {
    {"train", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "learned from"), QT_TRANSLATE_NOOP("partita::ui::Evaluation", "most of this music")},
    {"eval", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "held out"), QT_TRANSLATE_NOOP("partita::ui::Evaluation", "the rest")},
    {"test", QT_TRANSLATE_NOOP("partita::ui::Evaluation", "for tests"), QT_TRANSLATE_NOOP("partita::ui::Evaluation", "for tests")},
};

constexpr const char* kStreams[] = {QT_TRANSLATE_NOOP("partita::ui::Evaluation", "melody"), QT_TRANSLATE_NOOP("partita::ui::Evaluation", "bass"),
                                    QT_TRANSLATE_NOOP("partita::ui::Evaluation", "drums"), QT_TRANSLATE_NOOP("partita::ui::Evaluation", "trio"),
                                    QT_TRANSLATE_NOOP("partita::ui::Evaluation", "hits"), QT_TRANSLATE_NOOP("partita::ui::Evaluation", "events")};

constexpr std::string_view kSampled = "sampled_";
constexpr std::string_view kOutput = "/output_";

QString streamText(const std::string& name)
{
    const auto known = std::ranges::find(kStreams, name, [](const char* text) { return std::string_view(text); });
    return known == std::end(kStreams) ? toQString(name) : EvaluationTexts::tr(*known);
}

QString shareText(double share)
{
    return QStringLiteral("%1 %").arg(100.0 * share, 0, 'f', 2);
}

QString figureText(const training::Json& value, Style style)
{
    if (!value.is_number())
        return QStringLiteral("–");
    if (style == Style::kCount)
        return QString::number(value.get<qint64>());
    return style == Style::kShare ? shareText(value.get<double>()) : QString::number(value.get<double>(), 'f', 4);
}

/// A figure's name taken apart: sampled_accuracy/output_1.
struct Figure {
    bool sampled = false;
    const Metric* metric = nullptr;
    int stream = -1; ///< of several, from 0

    explicit Figure(std::string_view key)
    {
        sampled = key.starts_with(kSampled);
        if (sampled)
            key.remove_prefix(kSampled.size());
        if (const auto at = key.find(kOutput); at != key.npos) {
            stream = QByteArray::fromRawData(key.data() + at + kOutput.size(), static_cast<qsizetype>(key.size() - at - kOutput.size())).toInt();
            key = key.substr(0, at);
        }
        if (const auto known = std::ranges::find(kMetrics, key, &Metric::key); known != std::end(kMetrics))
            metric = &*known;
    }

    auto rank() const { return std::tuple(metric, sampled, stream); }
};

QString nameOf(const std::string& key, const std::optional<study::ReconstructionStudy>& reconstruction)
{
    const Figure figure(key);
    if (!figure.metric)
        return toQString(key);
    QString text = EvaluationTexts::tr(figure.metric->text);
    if (figure.sampled)
        text = EvaluationTexts::tr("%1, left to itself").arg(text);
    if (figure.stream >= 0) {
        const bool named = reconstruction && std::cmp_less(figure.stream, reconstruction->drawn.size());
        text = QStringLiteral("%1 · %2").arg(text, named ? streamText(reconstruction->drawn[static_cast<std::size_t>(figure.stream)].stream) : QString::number(figure.stream + 1));
    }
    return text;
}

EvaluationTable figuresTable(const study::Assessment& assessment)
{
    const training::Json& figures = assessment.figures;
    const bool sameMusic = figures.value("same_data", false);
    EvaluationTable table{.title = EvaluationTexts::tr("Figures"), .columns = {}, .rows = {}};
    std::vector<const training::Json*> sides;
    for (const Side& side : kSides)
        if (const auto found = figures.find(side.key); found != figures.end() && found->is_object()) {
            sides.push_back(&*found);
            table.columns << EvaluationTexts::tr(sameMusic ? side.ofItsMusic : side.ofOther);
        }
    if (!sameMusic && sides.size() == 1)
        table.columns = {EvaluationTexts::tr("this music")};
    std::vector<std::string> keys;
    for (const training::Json* side : sides)
        for (const auto& item : side->items())
            if (std::ranges::find(keys, item.key()) == keys.end())
                keys.push_back(item.key());
    std::ranges::stable_sort(keys, {}, [](const std::string& key) {
        const Figure figure(key);
        return std::tuple(figure.metric == nullptr, figure.rank()); // what is not known comes last
    });
    for (const std::string& key : keys) {
        const Figure figure(key);
        EvaluationTable::Row row{.name = nameOf(key, assessment.reconstruction), .cells = {}};
        for (const training::Json* side : sides)
            row.cells << figureText(side->value(key, training::Json()), figure.metric ? figure.metric->style : Style::kNumber);
        table.rows.push_back(std::move(row));
    }
    return table;
}

QString meanText(const study::Mean& mean)
{
    return EvaluationTexts::tr("%1 (%2–%3)").arg(shareText(mean.value)).arg(100.0 * mean.low, 0, 'f', 2).arg(100.0 * mean.high, 0, 'f', 2);
}

EvaluationTable reconstructionTable(const study::ReconstructionStudy& study)
{
    EvaluationTable table{.title = EvaluationTexts::tr("How much of %1 clips comes back").arg(study.clips),
                          .columns = {EvaluationTexts::tr("told each step"), EvaluationTexts::tr("left to itself"), EvaluationTexts::tr("likeliest")},
                          .rows = {}};
    const std::pair<const std::vector<study::ReconstructionRow>*, QString> parts[] = {
        {&study.drawn, EvaluationTexts::tr("%1, z drawn")},
        {&study.mean, EvaluationTexts::tr("%1, z the mean")},
    };
    for (const auto& [rows, name] : parts)
        for (const study::ReconstructionRow& row : *rows)
            table.rows.push_back({name.arg(streamText(row.stream)), {meanText(row.teacherForced), meanText(row.sampled), meanText(row.likeliest)}});
    return table;
}

} // namespace

std::vector<EvaluationTable> evaluationTables(const study::Assessment& assessment)
{
    std::vector<EvaluationTable> tables;
    if (assessment.reconstruction)
        tables.push_back(reconstructionTable(*assessment.reconstruction));
    tables.push_back(figuresTable(assessment));
    return tables;
}

QString meaningText(const study::Assessment& assessment)
{
    const training::Json& figures = assessment.figures;
    // What was held out says more than what was learnt by heart.
    const training::Json learnt = figures.value("train", training::Json()), rest = figures.value("eval", training::Json());
    const bool heldOut = figures.value("same_data", false) && rest.is_object();
    const training::Json& side = heldOut || !learnt.is_object() ? rest : learnt;
    if (assessment.reconstruction || !side.is_object() || !side.value("perplexity_per_step", training::Json()).is_number() || !side.value("accuracy", training::Json()).is_number())
        return {};
    const QString sentence = heldOut ? EvaluationTexts::tr("In tunes that it has not seen, the model is as unsure as among %1 choices at each step, and what it finds likeliest is right in %2 of them.")
                                     : EvaluationTexts::tr("In this music, the model is as unsure as among %1 choices at each step, and what it finds likeliest is right in %2 of them.");
    return sentence.arg(side["perplexity_per_step"].get<double>(), 0, 'f', 1).arg(QStringLiteral("%1 %").arg(100.0 * side["accuracy"].get<double>(), 0, 'f', 0));
}

QString collapseText(const study::Assessment& assessment)
{
    using Kind = study::CollapseSign::Kind;
    if (!assessment.reconstruction)
        return {};
    const study::ReconstructionStudy& study = *assessment.reconstruction;
    switch (study.collapse.kind) {
    case Kind::kSilentPosterior:
        return EvaluationTexts::tr("The posterior has collapsed: z holds %1 bits of a clip, so that the decoder makes music without heeding it. "
                         "Train with more free bits or a smaller max_beta.")
            .arg(study.klBits, 0, 'f', 2);
    case Kind::kOwnSteps:
        return EvaluationTexts::tr("A sign of posterior collapse: left to itself the decoder (%1) falls %2 behind what it does when it is told each step, "
                         "so it follows its own steps rather than z. A hierarchical decoder, or scheduled sampling in training, helps.")
            .arg(streamText(study.collapse.stream), shareText(study.collapse.gap));
    case Kind::kNone:
        break;
    }
    return EvaluationTexts::tr("No sign of posterior collapse: z holds %1 bits of a clip, and the decoder keeps to it when left to itself.")
        .arg(study.klBits, 0, 'f', 0);
}

QString evaluationNote(const study::Assessment& assessment)
{
    QStringList parts{toQString(assessment.figures.value("config", std::string()))};
    if (const auto step = assessment.figures.value("step", std::int64_t{0}); step > 0)
        parts << EvaluationTexts::tr("step %1").arg(step);
    if (const auto rejected = assessment.figures.value("rejected_files", std::int64_t{0}); rejected > 0)
        parts << EvaluationTexts::tr("%n file(s) gave nothing that the model reads", nullptr, static_cast<int>(rejected));
    return parts.join(QStringLiteral(" · "));
}

QString evaluationText(const QString& model, const QString& music, const study::Assessment& assessment)
{
    QStringList lines{model, music, evaluationNote(assessment)};
    for (const EvaluationTable& table : evaluationTables(assessment)) {
        lines << QString() << (QStringList{table.title} + table.columns).join(QLatin1Char('\t'));
        for (const EvaluationTable::Row& row : table.rows)
            lines << (QStringList{row.name} + row.cells).join(QLatin1Char('\t'));
    }
    for (const QString& sentence : {meaningText(assessment), collapseText(assessment)})
        if (!sentence.isEmpty())
            lines << QString() << sentence;
    return lines.join(QLatin1Char('\n'));
}

} // namespace partita::ui
