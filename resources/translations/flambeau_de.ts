<?xml version="1.0" encoding="utf-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!-- A start: navigation and common words. What is missing stays English. -->
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
    <context>
        <name>QObject</name>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
    </context>
    <context>
        <name>flambeau</name>
        <message>
            <source>Preparing</source>
            <translation>Vorbereitung</translation>
        </message>
        <message>
            <source>Queued</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>Läuft</translation>
        </message>
        <message>
            <source>Finalizing</source>
            <translation>Abschluss</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Gescheitert</translation>
        </message>
        <message>
            <source>Canceled</source>
            <translation>Abgebrochen</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>Verloren</translation>
        </message>
        <message>
            <source>New run</source>
            <translation>Neuer Lauf</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>about %1 left</source>
            <translation>noch etwa %1</translation>
        </message>
        <message>
            <source>today %1</source>
            <translation>heute %1</translation>
        </message>
        <message>
            <source>yesterday %1</source>
            <translation>gestern %1</translation>
        </message>
        <message>
            <source>ONNX verified</source>
            <translation>ONNX bestätigt</translation>
        </message>
        <message>
            <source>this machine</source>
            <translation>dieser Rechner</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Not judged</source>
            <translation>Nicht geprüft</translation>
        </message>
        <message>
            <source>Verified by %1</source>
            <translation>Bestätigt von %1</translation>
        </message>
        <message>
            <source>Dataset</source>
            <translation>Datensatz</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
    </context>
    <context>
        <name>flambeau::studio::Desktop</name>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::studio::Program</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::studio::Pulse</name>
        <message>
            <source>%1 is done</source>
            <translation>%1 ist fertig</translation>
        </message>
        <message>
            <source>%1 was canceled</source>
            <translation>%1 wurde abgebrochen</translation>
        </message>
        <message>
            <source>%1 is lost</source>
            <translation>%1 ist verloren</translation>
        </message>
        <message>
            <source>%1 failed</source>
            <translation>%1 ist gescheitert</translation>
        </message>
        <message>
            <source>best val/acc %1</source>
            <translation>beste val/acc %1</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::studio::Studio</name>
        <message>
            <source>Home</source>
            <translation>Start</translation>
        </message>
        <message>
            <source>Datasets</source>
            <translation>Datensätze</translation>
        </message>
        <message>
            <source>Environments</source>
            <translation>Umgebungen</translation>
        </message>
        <message>
            <source>Compute</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>New run</source>
            <translation>Neuer Lauf</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) will go on without this window, and be here when it is opened again.</source>
            <translation>
                <numerusform>%n Lauf geht ohne dieses Fenster weiter und ist wieder da, wenn es geöffnet wird.</numerusform>
            </translation>
        </message>
        <message>
            <source>Close the window</source>
            <translation>Fenster schließen</translation>
        </message>
        <message>
            <source>Workspace</source>
            <translation>Arbeitsbereich</translation>
        </message>
        <message>
            <source>New workspace …</source>
            <translation>Neuer Arbeitsbereich …</translation>
        </message>
        <message>
            <source>Open a workspace …</source>
            <translation>Arbeitsbereich öffnen …</translation>
        </message>
        <message>
            <source>Move this workspace …</source>
            <translation>Diesen Arbeitsbereich verschieben …</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Language as the desktop has it</source>
            <translation>Sprache wie die Arbeitsumgebung</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::DropZone</name>
        <message>
            <source>let go to do this</source>
            <translation>loslassen, um das zu tun</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::KeyValueList</name>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <source>Copy all</source>
            <translation>Alles kopieren</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::ProgressLine</name>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::ComputePage</name>
        <message>
            <source>%1 waiting</source>
            <translation>%1 warten</translation>
        </message>
        <message>
            <source>%1 running</source>
            <translation>%1 laufen</translation>
        </message>
        <message>
            <source>System</source>
            <translation>System</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>Engine</translation>
        </message>
        <message>
            <source>Workspace</source>
            <translation>Arbeitsbereich</translation>
        </message>
        <message>
            <source>This machine</source>
            <translation>Dieser Rechner</translation>
        </message>
        <message>
            <source>About</source>
            <translation>Über</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>New run</source>
            <translation>Neuer Lauf</translation>
        </message>
        <message>
            <source>Runs at once</source>
            <translation>Läufe zugleich</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Cancel run</source>
            <translation>Lauf abbrechen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::DiskCard</name>
        <message>
            <source>Thumbnails</source>
            <translation>Vorschaubilder</translation>
        </message>
        <message>
            <source>Disk used</source>
            <translation>Belegte Platte</translation>
        </message>
        <message>
            <source>Clean up …</source>
            <translation>Aufräumen …</translation>
        </message>
        <message>
            <source>Free it</source>
            <translation>Freigeben</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::QueueModel</name>
        <message>
            <source>Queued</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>Läuft</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::ClassBars</name>
        <message>
            <source>Classes</source>
            <translation>Klassen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::DatasetList</name>
        <message>
            <source>Datasets</source>
            <translation>Datensätze</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::DatasetsPage</name>
        <message>
            <source>No dataset yet</source>
            <translation>Noch kein Datensatz</translation>
        </message>
        <message>
            <source>Datasets</source>
            <translation>Datensätze</translation>
        </message>
        <message>
            <source>Choose a folder …</source>
            <translation>Ordner wählen …</translation>
        </message>
        <message>
            <source>Choose an archive …</source>
            <translation>Archiv wählen …</translation>
        </message>
        <message>
            <source>Try with the sample</source>
            <translation>Mit dem Beispiel ausprobieren</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>Papierkorb</translation>
        </message>
        <message>
            <source>Overview</source>
            <translation>Überblick</translation>
        </message>
        <message>
            <source>Images</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>Befunde</translation>
        </message>
        <message>
            <source>Versions</source>
            <translation>Versionen</translation>
        </message>
        <message>
            <source>Used by runs</source>
            <translation>Von Läufen benutzt</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <source>Train on this</source>
            <translation>Damit trainieren</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Wiederherstellen</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Import …</source>
            <translation>Importieren …</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::ImagesTab</name>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>Weglassen</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>Klasse</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>Teil</translation>
        </message>
        <message>
            <source>File name</source>
            <translation>Dateiname</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Path</source>
            <translation>Pfad</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::ImportCard</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::ImportPanel</name>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Importieren</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::ImportQueue</name>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::OverviewTab</name>
        <message>
            <source>Classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>Vorschau</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::EngineModel</name>
        <message>
            <source>Engine</source>
            <translation>Engine</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::EnginesCard</name>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
        <message>
            <source>Engines</source>
            <translation>Engines</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::EnvironmentsPage</name>
        <message>
            <source>Environments</source>
            <translation>Umgebungen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::OnnxCard</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::PrepareCard</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::home::BestModelsCard</name>
        <message>
            <source>Best models</source>
            <translation>Beste Modelle</translation>
        </message>
        <message>
            <source>No model yet</source>
            <translation>Noch kein Modell</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::home::EmptyHome</name>
        <message>
            <source>Drop a folder of pictures to begin</source>
            <translation>Zum Anfangen einen Ordner mit Bildern ablegen</translation>
        </message>
        <message>
            <source>Choose a folder …</source>
            <translation>Ordner wählen …</translation>
        </message>
        <message>
            <source>Try with the sample</source>
            <translation>Mit dem Beispiel ausprobieren</translation>
        </message>
        <message>
            <source>Drop a folder of pictures</source>
            <translation>Einen Ordner mit Bildern ablegen</translation>
        </message>
        <message>
            <source>Press Train</source>
            <translation>Trainieren drücken</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::home::HomePage</name>
        <message>
            <source>Welcome</source>
            <translation>Willkommen</translation>
        </message>
        <message>
            <source>Home</source>
            <translation>Start</translation>
        </message>
        <message>
            <source>this workspace is empty</source>
            <translation>dieser Arbeitsbereich ist leer</translation>
        </message>
        <message>
            <source>workspace</source>
            <translation>Arbeitsbereich</translation>
        </message>
        <message>
            <source>%1 in this workspace</source>
            <translation>%1 in diesem Arbeitsbereich</translation>
        </message>
        <message>
            <source>Recent runs</source>
            <translation>Letzte Läufe</translation>
        </message>
        <message>
            <source>Drop a folder of pictures</source>
            <translation>Einen Ordner mit Bildern ablegen</translation>
        </message>
        <message>
            <source>checked, split, ready to train in seconds</source>
            <translation>geprüft, aufgeteilt, in Sekunden bereit</translation>
        </message>
        <message>
            <source>Drop an archive of pictures</source>
            <translation>Ein Archiv mit Bildern ablegen</translation>
        </message>
        <message>
            <source>zip or tar, unpacked into this workspace</source>
            <translation>zip oder tar, in diesen Arbeitsbereich entpackt</translation>
        </message>
        <message>
            <source>Drop a model file</source>
            <translation>Eine Modelldatei ablegen</translation>
        </message>
        <message>
            <source>kept in the registry, exported to ONNX</source>
            <translation>in der Registratur, nach ONNX exportiert</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::home::RecentRuns</name>
        <message>
            <source>this machine</source>
            <translation>dieser Rechner</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Dataset</source>
            <translation>Datensatz</translation>
        </message>
        <message>
            <source>Best val/acc</source>
            <translation>Beste val/acc</translation>
        </message>
        <message>
            <source>Compute</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>Ende</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::home::RunningCard</name>
        <message>
            <source>Preparing</source>
            <translation>Vorbereitung</translation>
        </message>
        <message>
            <source>Queued</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>Läuft</translation>
        </message>
        <message>
            <source>Finalizing</source>
            <translation>Abschluss</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Gescheitert</translation>
        </message>
        <message>
            <source>Canceled</source>
            <translation>Abgebrochen</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>Verloren</translation>
        </message>
        <message>
            <source>Running now</source>
            <translation>Läuft gerade</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Nothing is running</source>
            <translation>Nichts läuft</translation>
        </message>
        <message>
            <source>%1 running</source>
            <translation>%1 laufen</translation>
        </message>
        <message>
            <source>%1 queued</source>
            <translation>%1 warten</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::AboutCard</name>
        <message>
            <source>Tags</source>
            <translation>Etiketten</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Beschreibung</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>Klassen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::AliasPanel</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Aliases</source>
            <translation>Beinamen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::CompareView</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::ErrorsCard</name>
        <message>
            <source>Where it errs</source>
            <translation>Wo es irrt</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::ExportPanel</name>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Save as …</source>
            <translation>Sichern als …</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::FilesCard</name>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>Download all</source>
            <translation>Alles herunterladen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::FilesModel</name>
        <message>
            <source>Download</source>
            <translation>Herunterladen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::JobStrip</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::ModelsPage</name>
        <message>
            <source>Aliases</source>
            <translation>Beinamen</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>Papierkorb</translation>
        </message>
        <message>
            <source>Versions</source>
            <translation>Versionen</translation>
        </message>
        <message>
            <source>Drop a model file</source>
            <translation>Eine Modelldatei ablegen</translation>
        </message>
        <message>
            <source>Choose a model file …</source>
            <translation>Modelldatei wählen …</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::OnnxCard</name>
        <message>
            <source>Export ONNX</source>
            <translation>ONNX exportieren</translation>
        </message>
        <message>
            <source>Judge again</source>
            <translation>Noch einmal prüfen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::Shelf</name>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::TrashModel</name>
        <message>
            <source>Restore</source>
            <translation>Wiederherstellen</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Best</source>
            <translation>Bestes</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::TrashView</name>
        <message>
            <source>Trash</source>
            <translation>Papierkorb</translation>
        </message>
        <message>
            <source>The trash is empty</source>
            <translation>Der Papierkorb ist leer</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::TryCard</name>
        <message>
            <source>Try it</source>
            <translation>Ausprobieren</translation>
        </message>
        <message>
            <source>Drop pictures here</source>
            <translation>Bilder hier ablegen</translation>
        </message>
        <message>
            <source>Choose pictures …</source>
            <translation>Bilder wählen …</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::VersionView</name>
        <message>
            <source>Parameters</source>
            <translation>Parameter</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::AfterCard</name>
        <message>
            <source>Afterwards</source>
            <translation>Danach</translation>
        </message>
        <message>
            <source>Register the best as</source>
            <translation>Das beste registrieren als</translation>
        </message>
        <message>
            <source>Experiment</source>
            <translation>Experiment</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::DraftsCard</name>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::HowCard</name>
        <message>
            <source>How</source>
            <translation>Wie</translation>
        </message>
        <message>
            <source>Expert settings</source>
            <translation>Für Fachleute</translation>
        </message>
        <message>
            <source>Back to defaults</source>
            <translation>Zurück zu den Vorgaben</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>Epochen</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>Stapelgröße</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>Train</source>
            <translation>Trainieren</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::NewRunPage</name>
        <message>
            <source>Save as draft</source>
            <translation>Als Entwurf sichern</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>New run</source>
            <translation>Neuer Lauf</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::ReadyCard</name>
        <message>
            <source>Ready to run</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Expected time</source>
            <translation>Erwartete Dauer</translation>
        </message>
        <message>
            <source>Not ready yet</source>
            <translation>Noch nicht bereit</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::TerminalCard</name>
        <message>
            <source>Same from a terminal</source>
            <translation>Dasselbe im Terminal</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::WhatCard</name>
        <message>
            <source>What</source>
            <translation>Was</translation>
        </message>
        <message>
            <source>Image classification</source>
            <translation>Bilder einordnen</translation>
        </message>
        <message>
            <source>My own script</source>
            <translation>Eigenes Skript</translation>
        </message>
        <message>
            <source>Dataset</source>
            <translation>Datensatz</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Start from</source>
            <translation>Beginnen mit</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::WhereCard</name>
        <message>
            <source>Where</source>
            <translation>Wo</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>Engine</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>This machine</source>
            <translation>Dieser Rechner</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::AskDialog</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::ConfusionTab</name>
        <message>
            <source>Confusion matrix</source>
            <translation>Verwechslungsmatrix</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>Klasse</translation>
        </message>
        <message>
            <source>Train again</source>
            <translation>Noch einmal trainieren</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::ConfusionView</name>
        <message>
            <source>Confusion matrix</source>
            <translation>Verwechslungsmatrix</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::FilesModel</name>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::FilesTab</name>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>Download all</source>
            <translation>Alles herunterladen</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>Vorschau</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>Herunterladen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::LineageModel</name>
        <message>
            <source>What</source>
            <translation>Was</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::LineageTab</name>
        <message>
            <source>Lineage</source>
            <translation>Herkunft</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::LogView</name>
        <message>
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::LogsTab</name>
        <message>
            <source>Search the log</source>
            <translation>Im Protokoll suchen</translation>
        </message>
        <message>
            <source>Follow</source>
            <translation>Folgen</translation>
        </message>
        <message>
            <source>Wrap</source>
            <translation>Umbrechen</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy all</source>
            <translation>Alles kopieren</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::RunActions</name>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>Umbenennen</translation>
        </message>
        <message>
            <source>Register</source>
            <translation>Registrieren</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>Noch einmal</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::RunPage</name>
        <message>
            <source>Cancel run</source>
            <translation>Lauf abbrechen</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>Noch einmal</translation>
        </message>
        <message>
            <source>Clone and edit</source>
            <translation>Kopieren und ändern</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>Kurven</translation>
        </message>
        <message>
            <source>Logs</source>
            <translation>Protokolle</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>Verwechslungsmatrix</translation>
        </message>
        <message>
            <source>System</source>
            <translation>System</translation>
        </message>
        <message>
            <source>Lineage</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>X axis</source>
            <translation>x-Achse</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>Epoch</source>
            <translation>Epoche</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Clock</source>
            <translation>Uhrzeit</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Glättung</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::RunsPage</name>
        <message>
            <source>New run</source>
            <translation>Neuer Lauf</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Wiederherstellen</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>Papierkorb</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>The trash is empty</source>
            <translation>Der Papierkorb ist leer</translation>
        </message>
        <message>
            <source>No run yet</source>
            <translation>Noch kein Lauf</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>Umbenennen</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>Noch einmal</translation>
        </message>
        <message>
            <source>Clone and edit</source>
            <translation>Kopieren und ändern</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>Messwerte</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::RunsView</name>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::SideColumn</name>
        <message>
            <source>Best so far</source>
            <translation>Bisher das beste</translation>
        </message>
        <message>
            <source>Register this model</source>
            <translation>Dieses Modell registrieren</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>Etiketten</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>Notizen</translation>
        </message>
        <message>
            <source>Best</source>
            <translation>Bestes</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::StageStrip</name>
        <message>
            <source>Stages</source>
            <translation>Abschnitte</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::settings::AboutCard</name>
        <message>
            <source>About</source>
            <translation>Über</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::settings::AppearanceCard</name>
        <message>
            <source>Appearance</source>
            <translation>Aussehen</translation>
        </message>
        <message>
            <source>System</source>
            <translation>System</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::settings::EnginesCard</name>
        <message>
            <source>Engines and Python</source>
            <translation>Engines und Python</translation>
        </message>
        <message>
            <source>Environments</source>
            <translation>Umgebungen</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>Engine</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::settings::QueueCard</name>
        <message>
            <source>Runs on this machine</source>
            <translation>Läufe auf diesem Rechner</translation>
        </message>
        <message>
            <source>Runs at once</source>
            <translation>Läufe zugleich</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::settings::SettingsPage</name>
        <message>
            <source>Copy diagnostics</source>
            <translation>Diagnose kopieren</translation>
        </message>
        <message>
            <source>General</source>
            <translation>Allgemein</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::settings::StorageCard</name>
        <message>
            <source>Database</source>
            <translation>Datenbank</translation>
        </message>
        <message>
            <source>Thumbnails</source>
            <translation>Vorschaubilder</translation>
        </message>
        <message>
            <source>Backups</source>
            <translation>Sicherungen</translation>
        </message>
        <message>
            <source>Disk</source>
            <translation>Platte</translation>
        </message>
        <message>
            <source>What can be freed?</source>
            <translation>Was kann frei werden?</translation>
        </message>
        <message>
            <source>Free it</source>
            <translation>Freigeben</translation>
        </message>
        <message>
            <source>This workspace</source>
            <translation>Dieser Arbeitsbereich</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::settings::WorkspacesCard</name>
        <message>
            <source>Workspaces</source>
            <translation>Arbeitsbereiche</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Back up</source>
            <translation>Sichern</translation>
        </message>
        <message>
            <source>This workspace</source>
            <translation>Dieser Arbeitsbereich</translation>
        </message>
        <message>
            <source>Data folder</source>
            <translation>Datenordner</translation>
        </message>
        <message>
            <source>Opened before</source>
            <translation>Früher geöffnet</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::shell::CommandPalette</name>
        <message>
            <source>Search or run a command</source>
            <translation>Suchen oder Befehl ausführen</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>Befehle</translation>
        </message>
        <message>
            <source>Nothing is called that</source>
            <translation>Nichts heißt so</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::shell::ErrorBanner</name>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Close this error</source>
            <translation>Diesen Fehler schließen</translation>
        </message>
        <message>
            <source>Error: %1</source>
            <translation>Fehler: %1</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::shell::MainWindow</name>
        <message>
            <source>Go to %1</source>
            <translation>Gehe zu: %1</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Seiten</translation>
        </message>
        <message>
            <source>Nothing here takes '%1'</source>
            <translation>Hier nimmt nichts „%1“ an</translation>
        </message>
        <message>
            <source>General</source>
            <translation>Allgemein</translation>
        </message>
        <message>
            <source>Search or run a command</source>
            <translation>Suchen oder Befehl ausführen</translation>
        </message>
        <message>
            <source>Refresh this page</source>
            <translation>Diese Seite auffrischen</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <source>Close what lies on top</source>
            <translation>Schließen, was oben liegt</translation>
        </message>
        <message>
            <source>Close the window</source>
            <translation>Fenster schließen</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Undo: %1</source>
            <translation>Rückgängig: %1</translation>
        </message>
        <message>
            <source>Redo: %1</source>
            <translation>Wiederholen: %1</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>Aussehen</translation>
        </message>
        <message>
            <source>Theme as the desktop has it</source>
            <translation>Farben wie die Arbeitsumgebung</translation>
        </message>
        <message>
            <source>Light theme</source>
            <translation>Helle Farben</translation>
        </message>
        <message>
            <source>Dark theme</source>
            <translation>Dunkle Farben</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::shell::NavigationRail</name>
        <message>
            <source>Workspace</source>
            <translation>Arbeitsbereich</translation>
        </message>
        <message>
            <source>Workspace %1</source>
            <translation>Arbeitsbereich %1</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::shell::SearchField</name>
        <message>
            <source>Search or run a command</source>
            <translation>Suchen oder Befehl ausführen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::shell::StatusBar</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Nothing is running</source>
            <translation>Nichts läuft</translation>
        </message>
        <message>
            <source>%1 running</source>
            <translation>%1 laufen</translation>
        </message>
        <message>
            <source>%1 queued</source>
            <translation>%1 warten</translation>
        </message>
        <message>
            <source>CPU %1 %</source>
            <translation>CPU %1 %</translation>
        </message>
        <message>
            <source>Memory %1</source>
            <translation>Speicher %1</translation>
        </message>
        <message>
            <source>(and %1 more)</source>
            <translation>(und %1 weitere)</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::shell::Toast</name>
        <message>
            <source>Close this notice</source>
            <translation>Diesen Hinweis schließen</translation>
        </message>
    </context>
</TS>
