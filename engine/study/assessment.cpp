#include "engine/study/assessment.h"

#include "engine/models/latent_file.h"
#include "engine/neural/neural.h"
#include "engine/neural/open_model.h"
#include "engine/study/clip_corpus.h"

namespace partita::study {
namespace {

Result<ReconstructionStudy> reconstruct(const models::LatentFile& file, const AssessmentOptions& options, const AssessmentProgress& progress, std::stop_token stop)
{
    const auto model = neural::openModel(file, options.device);
    if (!model)
        return fail(model);
    const auto during = [&](AssessmentStage stage) {
        return [&progress, stage](int done, int of) {
            if (progress)
                progress(stage, done, of);
        };
    };
    const auto clips = readClips(*model, options.music, {.most = options.clips, .seed = options.seed}, during(AssessmentStage::kChoosingClips), stop);
    if (!clips)
        return fail(clips);
    return studyReconstruction(*model, *clips, options.seed, during(AssessmentStage::kReconstructing), stop);
}

} // namespace

Result<Assessment> assess(const AssessmentOptions& options, const AssessmentProgress& progress, std::stop_token stop)
{
    const auto networks = neural::open();
    if (!networks)
        return fail(networks);
    const training::EvaluateOptions evaluation{.checkpoint = options.checkpoint, .examples_path = {options.music}, .device = options.device, .threads = options.threads};
    auto figures = (*networks)->evaluate(
        evaluation,
        [&](const training::Json& event) {
            const bool reading = event["event"] == "reading";
            if (progress)
                progress(reading ? AssessmentStage::kReading : AssessmentStage::kMeasuring, event[reading ? "files" : "examples"].get<std::int64_t>(), event["of"].get<std::int64_t>());
        },
        stop);
    if (!figures)
        return fail(figures);
    Assessment assessment{.figures = std::move(*figures), .reconstruction = {}};
    if (!models::findVaeConfig(assessment.figures["config"].get<std::string>()))
        return assessment;
    const auto file = models::openLatentFile(options.checkpoint);
    if (!file)
        return fail(file);
    auto reconstruction = reconstruct(*file, options, progress, stop);
    if (!reconstruction)
        return fail(reconstruction);
    assessment.reconstruction = std::move(*reconstruction);
    return assessment;
}

} // namespace partita::study
