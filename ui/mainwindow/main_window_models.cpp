/// Which models there are, for every part that offers them, and how good they are.
#include "ui/mainwindow/main_window.h"

#include "ui/bridge/conversions.h"
#include "ui/evaluation/evaluation_dialog.h"
#include "ui/generate/generate_panel.h"
#include "ui/generate/model_list.h"
#include "ui/latent/groove_panel.h"
#include "ui/latent/groove_session.h"
#include "ui/latent/latent_models.h"
#include "ui/latent/latent_page.h"
#include "ui/latent/morph_panel.h"
#include "ui/mainwindow/file_session.h"
#include "ui/training/training_page.h"

#include <QFileInfo>
#include <QStackedWidget>
#include <QTabWidget>

namespace partita::ui {

void MainWindow::listModels()
{
    m_takes->forgetModels();
    m_listing.run([added = m_preferences.models](std::stop_token) { return modelChoices(added); },
                  [this](const std::vector<ModelChoice>& choices) {
                      m_generate->setModels(choices);
                      if (!m_modelToChoose.isEmpty())
                          m_generate->chooseModel(std::exchange(m_modelToChoose, {}));
                  });
    m_listingLatent.run([added = m_preferences.models](std::stop_token) { return latentChoices(added); },
                        [this](const std::vector<LatentChoice>& choices) {
                            // Grooves morph, too, but a morph begins with a tune.
                            std::vector<ModelChoice> models, grooves;
                            for (const LatentChoice& choice : choices)
                                (choice.isGroove ? grooves : models).push_back(choice.choice);
                            models.insert(models.end(), grooves.begin(), grooves.end());
                            m_latent->setModels(models);
                            m_groove->forgetModels();
                            m_groovePanel->setModels(grooves);
                            if (!m_latentToChoose.isEmpty()) {
                                m_latent->panel().chooseModel(m_latentToChoose);
                                m_groovePanel->chooseModel(std::exchange(m_latentToChoose, {}));
                            }
                        });
}

void MainWindow::addModel(const QString& path)
{
    m_opening.run([path](std::stop_token) { return useOf(path); },
                  [this, path](const Result<ModelUse>& use) {
                      if (!use && use.error().code == ErrorCode::kNotRecognized && QFileInfo(path).isFile()) {
                          m_files->openPath(path); // music under an unusual name, or a sentence about it
                          return;
                      }
                      if (!use) {
                          warn(tr("“%1” cannot be used as a model. %2").arg(QFileInfo(path).fileName(), toQString(use.error().message)));
                          return;
                      }
                      if (!m_preferences.models.contains(path))
                          m_preferences.models << path;
                      savePreferences(m_preferences);
                      choose(path, *use);
                      tell(tr("“%1” is in the list of models.").arg(QFileInfo(path).fileName()));
                  });
}

void MainWindow::useModel(const QString& path)
{
    m_opening.run([path](std::stop_token) { return useOf(path); },
                  [this, path](const Result<ModelUse>& use) {
                      if (use)
                          choose(path, *use);
                      else
                          warn(tr("“%1” cannot be used as a model. %2").arg(QFileInfo(path).fileName(), toQString(use.error().message)));
                  });
}

void MainWindow::choose(const QString& path, ModelUse use)
{
    m_modelToChoose = m_latentToChoose = path;
    listModels();
    showPage(use == ModelUse::kMorph ? static_cast<QWidget*>(m_latent) : m_studio);
    if (use != ModelUse::kMorph)
        m_inspector->setCurrentIndex(use == ModelUse::kGroove ? kGrooveTab : kGenerateTab);
}

std::optional<ModelChoice> MainWindow::modelInSight() const
{
    if (m_pages->currentWidget() == m_training)
        return m_training->chosenModel();
    const ModelChoice* chosen = m_pages->currentWidget() == m_latent           ? m_latent->panel().chosenModel()
                                : m_inspector->currentIndex() == kGrooveTab    ? m_groovePanel->chosenModel()
                                                                               : m_generate->chosenModel();
    return chosen ? std::optional(*chosen) : std::nullopt;
}

void MainWindow::openEvaluation()
{
    if (!m_evaluationDialog)
        m_evaluationDialog = new EvaluationDialog(m_evaluation, this);
    if (m_evaluationDialog->music().isEmpty())
        m_evaluationDialog->setMusic(m_training->data());
    m_evaluationDialog->showModel(*modelInSight());
}

} // namespace partita::ui
