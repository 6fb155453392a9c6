<?xml version="1.0" encoding="utf-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!-- What is missing stays English. -->
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
    <context>
        <name>QObject</name>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>The workspace %1 is open in another window, which was brought forward.</source>
            <translation>Der Arbeitsbereich %1 ist in einem anderen Fenster offen, das nach vorn geholt wurde.</translation>
        </message>
    </context>
    <context>
        <name>flambeau</name>
        <message>
            <source>Make a cluster of hosts</source>
            <translation>Einen Verbund aus Rechnern bilden</translation>
        </message>
        <message>
            <source>group hosts machines lab</source>
            <translation>Gruppe Rechner Verbund Labor</translation>
        </message>
        <message>
            <source>%1 free in %2</source>
            <translation>%1 frei in %2</translation>
        </message>
        <message>
            <source>%1 %2, known</source>
            <translation>%1 %2, bekannt</translation>
        </message>
        <message>
            <source>%1 hosts</source>
            <translation>%1 Rechner</translation>
        </message>
        <message>
            <source>%1 hosts unreachable</source>
            <translation>%1 Rechner nicht erreichbar</translation>
        </message>
        <message>
            <source>%1 of %2 at once free</source>
            <translation>%1 von %2 Plätzen frei</translation>
        </message>
        <message>
            <source>%1 on GPU %2</source>
            <translation>%1 auf GPU %2</translation>
        </message>
        <message>
            <source>%1 sends it to %2</source>
            <translation>%1 schickt ihn zu %2</translation>
        </message>
        <message>
            <source>%1, no GPU</source>
            <translation>%1, keine GPU</translation>
        </message>
        <message>
            <source>1 host</source>
            <translation>1 Rechner</translation>
        </message>
        <message>
            <source>1 host unreachable</source>
            <translation>1 Rechner nicht erreichbar</translation>
        </message>
        <message>
            <source>; %1 of %2 hosts do not answer</source>
            <translation>; %1 von %2 Rechnern antworten nicht</translation>
        </message>
        <message>
            <source>; %1 runs wait before it</source>
            <translation>; %1 Läufe warten davor</translation>
        </message>
        <message>
            <source>; 1 run waits before it</source>
            <translation>; 1 Lauf wartet davor</translation>
        </message>
        <message>
            <source>; in use: %1</source>
            <translation>; benutzt: %1</translation>
        </message>
        <message>
            <source>; those that are there already need no room</source>
            <translation>; was schon dort ist, braucht keinen Platz</translation>
        </message>
        <message>
            <source>Ask for fewer.</source>
            <translation>Weniger verlangen.</translation>
        </message>
        <message>
            <source>Asking the hosts of %1</source>
            <translation>Frage die Rechner von %1</translation>
        </message>
        <message>
            <source>Compute says why, and since when.</source>
            <translation>Rechner sagt, warum und seit wann.</translation>
        </message>
        <message>
            <source>Fits on the disk of %1</source>
            <translation>Passt auf die Platte von %1</translation>
        </message>
        <message>
            <source>GPU %1 by %2</source>
            <translation>GPU %1 von %2</translation>
        </message>
        <message>
            <source>It will wait on %1</source>
            <translation>Er wird auf %1 warten</translation>
        </message>
        <message>
            <source>Looking for the trainer on %1</source>
            <translation>Suche den Trainer auf %1</translation>
        </message>
        <message>
            <source>No host of %1 answers</source>
            <translation>Kein Rechner von %1 antwortet</translation>
        </message>
        <message>
            <source>No host of %1 that answers has %2 GPUs</source>
            <translation>Kein Rechner von %1, der antwortet, hat %2 GPUs</translation>
        </message>
        <message>
            <source>The disk of %1 is too full</source>
            <translation>Die Platte von %1 ist zu voll</translation>
        </message>
        <message>
            <source>The disk there is not known</source>
            <translation>Die Platte dort ist nicht bekannt</translation>
        </message>
        <message>
            <source>The pictures may not fit on the disk of %1</source>
            <translation>Die Bilder passen vielleicht nicht auf die Platte von %1</translation>
        </message>
        <message>
            <source>The trainer is made there if it is not there</source>
            <translation>Der Trainer wird dort gemacht, wenn er fehlt</translation>
        </message>
        <message>
            <source>This machine's disk is too full</source>
            <translation>Die Platte dieses Rechners ist zu voll</translation>
        </message>
        <message>
            <source>no sbatch; needed by nothing</source>
            <translation>kein sbatch; von nichts gebraucht</translation>
        </message>
        <message>
            <source>the first of its hosts with room</source>
            <translation>der erste seiner Rechner mit Platz</translation>
        </message>
        <message>
            <source>up to %1 with its pictures, %2 are free there</source>
            <translation>bis zu %1 mit seinen Bildern, %2 sind dort frei</translation>
        </message>
        <message>
            <source>up to %1, with its pictures</source>
            <translation>bis zu %1, mit seinen Bildern</translation>
        </message>
        <message>
            <source>Add a folder that lies on a host …</source>
            <translation>Einen Ordner auf einem Rechner hinzufügen …</translation>
        </message>
        <message>
            <source>There is no host yet: add one on the page Compute</source>
            <translation>Es gibt noch keinen Rechner: auf der Seite Rechner einen hinzufügen</translation>
        </message>
        <message>
            <source>remote server ssh cluster path add dataset</source>
            <translation>fern Server ssh Cluster Pfad hinzufügen Datensatz</translation>
        </message>
        <message>
            <source>Nothing to send</source>
            <translation>Nichts zu senden</translation>
        </message>
        <message>
            <source>the pictures lie there and are read in place</source>
            <translation>die Bilder liegen dort und werden an ihrem Ort gelesen</translation>
        </message>
        <message>
            <source>Start from</source>
            <translation>Beginnen mit</translation>
        </message>
        <message>
            <source>Train</source>
            <translation>Trainieren</translation>
        </message>
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
        <message>
            <source>%1 and %2 more</source>
            <translation>%1 und %2 weitere</translation>
        </message>
        <message>
            <source>%1 is no workspace, and not empty</source>
            <translation>%1 ist kein Arbeitsbereich und nicht leer</translation>
        </message>
        <message>
            <source>%1 needs a folder</source>
            <translation>%1 braucht einen Ordner</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>%1 on %2 v%3</source>
            <translation>%1 auf %2 v%3</translation>
        </message>
        <message>
            <source>%1 pictures</source>
            <translation>%1 Bilder</translation>
        </message>
        <message>
            <source>%1 pictures are left out</source>
            <translation>%1 Bilder sind ausgelassen</translation>
        </message>
        <message>
            <source>%1 runs</source>
            <translation>%1 Läufe</translation>
        </message>
        <message>
            <source>%1 to %2, default %3</source>
            <translation>%1 bis %2, Vorgabe %3</translation>
        </message>
        <message>
            <source>%1, shown</source>
            <translation>%1, gezeigt</translation>
        </message>
        <message>
            <source>%1, step %2</source>
            <translation>%1, Schritt %2</translation>
        </message>
        <message>
            <source>%1: this is version %2</source>
            <translation>%1: das ist Version %2</translation>
        </message>
        <message>
            <source>'%1' is in the trash</source>
            <translation>„%1“ ist im Papierkorb</translation>
        </message>
        <message>
            <source>1 picture</source>
            <translation>1 Bild</translation>
        </message>
        <message>
            <source>1 picture is left out</source>
            <translation>1 Bild ist ausgelassen</translation>
        </message>
        <message>
            <source>1 run</source>
            <translation>1 Lauf</translation>
        </message>
        <message>
            <source>A quotation mark has no second one</source>
            <translation>Zu einem Anführungszeichen fehlt das zweite</translation>
        </message>
        <message>
            <source>Add the sample dataset</source>
            <translation>Den Beispieldatensatz hinzufügen</translation>
        </message>
        <message>
            <source>Aliases of the shown model</source>
            <translation>Beinamen des gezeigten Modells</translation>
        </message>
        <message>
            <source>Archives (*.zip *.tar *.tar.gz *.tgz *.tar.xz *.txz *.tar.zst *.tar.bz2)</source>
            <translation>Archive (*.zip *.tar *.tar.gz *.tgz *.tar.xz *.txz *.tar.zst *.tar.bz2)</translation>
        </message>
        <message>
            <source>Augmentation</source>
            <translation>Abwandlung</translation>
        </message>
        <message>
            <source>Batch</source>
            <translation>Stapel</translation>
        </message>
        <message>
            <source>Begun</source>
            <translation>Begonnen</translation>
        </message>
        <message>
            <source>Best %1</source>
            <translation>Bestes %1</translation>
        </message>
        <message>
            <source>Best val/acc</source>
            <translation>Bestes val/acc</translation>
        </message>
        <message>
            <source>Cannot put %1 aside</source>
            <translation>%1 lässt sich nicht beiseitelegen</translation>
        </message>
        <message>
            <source>Cannot write %1</source>
            <translation>%1 lässt sich nicht schreiben</translation>
        </message>
        <message>
            <source>Choose a folder of pictures</source>
            <translation>Einen Ordner mit Bildern wählen</translation>
        </message>
        <message>
            <source>Choose a folder that holds workspace.db, or an empty one for a new workspace.</source>
            <translation>Wählen Sie einen Ordner, der workspace.db enthält, oder einen leeren für einen neuen Arbeitsbereich.</translation>
        </message>
        <message>
            <source>Choose archives of pictures</source>
            <translation>Archive mit Bildern wählen</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>Close that window, then try again.</source>
            <translation>Schließen Sie jenes Fenster und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>Compare two versions of a model</source>
            <translation>Zwei Versionen eines Modells vergleichen</translation>
        </message>
        <message>
            <source>Compute</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>Connect the disk that it lies on and try again, or choose another workspace.</source>
            <translation>Schließen Sie den Datenträger an, auf dem er liegt, und versuchen Sie es noch einmal, oder wählen Sie einen anderen Arbeitsbereich.</translation>
        </message>
        <message>
            <source>Dataset, %1 images</source>
            <translation>Datensatz, %1 Bilder</translation>
        </message>
        <message>
            <source>Datasets</source>
            <translation>Datensätze</translation>
        </message>
        <message>
            <source>Definition</source>
            <translation>Definition</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Download all files of the shown model</source>
            <translation>Alle Dateien des gezeigten Modells herunterladen</translation>
        </message>
        <message>
            <source>EXIF orientation is honoured</source>
            <translation>Die EXIF-Ausrichtung wird beachtet</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>Rechenkern</translation>
        </message>
        <message>
            <source>Epoch %1 of %2</source>
            <translation>Epoche %1 von %2</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>Epochen</translation>
        </message>
        <message>
            <source>Experiment</source>
            <translation>Versuchsreihe</translation>
        </message>
        <message>
            <source>Export the shown model as ONNX</source>
            <translation>Das gezeigte Modell als ONNX exportieren</translation>
        </message>
        <message>
            <source>Fingerprint</source>
            <translation>Fingerabdruck</translation>
        </message>
        <message>
            <source>First weights</source>
            <translation>Erste Gewichte</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>Frozen</source>
            <translation>Eingefroren</translation>
        </message>
        <message>
            <source>Goes on from</source>
            <translation>Setzt fort</translation>
        </message>
        <message>
            <source>Goes on from %1</source>
            <translation>Setzt %1 fort</translation>
        </message>
        <message>
            <source>Host</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>ImageNet features</source>
            <translation>ImageNet-Merkmale</translation>
        </message>
        <message>
            <source>Images</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Import %1 datasets: %2</source>
            <translation>%1 Datensätze einlesen: %2</translation>
        </message>
        <message>
            <source>Import %1 datasets: %2 and %3 more</source>
            <translation>%1 Datensätze einlesen: %2 und %3 weitere</translation>
        </message>
        <message>
            <source>Import '%1' again: a new version where it has changed</source>
            <translation>„%1“ erneut einlesen: eine neue Version, wo sich etwas geändert hat</translation>
        </message>
        <message>
            <source>Import '%1' as a dataset</source>
            <translation>„%1“ als Datensatz einlesen</translation>
        </message>
        <message>
            <source>Import '%1' with the labels of '%2'</source>
            <translation>„%1“ mit den Klassen aus „%2“ einlesen</translation>
        </message>
        <message>
            <source>Import a folder of pictures …</source>
            <translation>Einen Ordner mit Bildern einlesen …</translation>
        </message>
        <message>
            <source>Import an archive of pictures …</source>
            <translation>Ein Archiv mit Bildern einlesen …</translation>
        </message>
        <message>
            <source>Import with options …</source>
            <translation>Mit Optionen einlesen …</translation>
        </message>
        <message>
            <source>Imported</source>
            <translation>Eingelesen</translation>
        </message>
        <message>
            <source>It can be tried once a model.json with classes and preprocessing lies beside its weights.</source>
            <translation>Es lässt sich ausprobieren, sobald eine model.json mit Klassen und Vorverarbeitung neben den Gewichten liegt.</translation>
        </message>
        <message>
            <source>It is written, and run against the run's own answers, when you judge it.</source>
            <translation>Sie wird beim Prüfen geschrieben und mit den eigenen Antworten des Laufs verglichen.</translation>
        </message>
        <message>
            <source>Its host has not been reached since %1</source>
            <translation>Sein Rechner ist seit %1 nicht erreichbar</translation>
        </message>
        <message>
            <source>JSON</source>
            <translation>JSON</translation>
        </message>
        <message>
            <source>Judge the shown model with ONNX Runtime</source>
            <translation>Das gezeigte Modell mit ONNX Runtime prüfen</translation>
        </message>
        <message>
            <source>Judge the shown model's ONNX file again</source>
            <translation>Die ONNX-Datei des gezeigten Modells erneut prüfen</translation>
        </message>
        <message>
            <source>Keep a model file</source>
            <translation>Eine Modelldatei aufnehmen</translation>
        </message>
        <message>
            <source>Keep these %1 models</source>
            <translation>Diese %1 Modelle aufnehmen</translation>
        </message>
        <message>
            <source>Keep this model as '%1'</source>
            <translation>Dieses Modell als „%1“ aufnehmen</translation>
        </message>
        <message>
            <source>Keep this model as the next version of '%1'</source>
            <translation>Dieses Modell als nächste Version von „%1“ aufnehmen</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>Erstellt</translation>
        </message>
        <message>
            <source>Model version</source>
            <translation>Modellversion</translation>
        </message>
        <message>
            <source>Models in the trash</source>
            <translation>Modelle im Papierkorb</translation>
        </message>
        <message>
            <source>No run has a “%1”</source>
            <translation>Kein Lauf hat ein „%1“</translation>
        </message>
        <message>
            <source>Not written yet</source>
            <translation>Noch nicht geschrieben</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>Notizen</translation>
        </message>
        <message>
            <source>Nothing stands before “%1”</source>
            <translation>Vor „%1“ steht nichts</translation>
        </message>
        <message>
            <source>Nothing stands behind “%1”</source>
            <translation>Hinter „%1“ steht nichts</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>In Ordnung</translation>
        </message>
        <message>
            <source>ONNX</source>
            <translation>ONNX</translation>
        </message>
        <message>
            <source>ONNX is written from a model.json with weights; this version has no such pair.</source>
            <translation>ONNX wird aus einer model.json mit Gewichten geschrieben; diese Version hat kein solches Paar.</translation>
        </message>
        <message>
            <source>ONNX, opset 17</source>
            <translation>ONNX, Opset 17</translation>
        </message>
        <message>
            <source>Optimizer</source>
            <translation>Optimierer</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>PyTorch</source>
            <translation>PyTorch</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>Rezept</translation>
        </message>
        <message>
            <source>Registers as</source>
            <translation>Wird Modell</translation>
        </message>
        <message>
            <source>Remove the shown model version</source>
            <translation>Die gezeigte Modellversion entfernen</translation>
        </message>
        <message>
            <source>Resumed by</source>
            <translation>Fortgesetzt von</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Im Ordner zeigen</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Step %1 of %2</source>
            <translation>Schritt %1 von %2</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>Etiketten</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>Zurücknehmen</translation>
        </message>
        <message>
            <source>The database of the workspace %1 is gone or empty</source>
            <translation>Die Datenbank des Arbeitsbereichs %1 ist fort oder leer</translation>
        </message>
        <message>
            <source>The exported file does not compute what libtorch did. Do not rely on it.</source>
            <translation>Die exportierte Datei rechnet nicht, was libtorch rechnete. Verlassen Sie sich nicht auf sie.</translation>
        </message>
        <message>
            <source>The file came without a run whose answers it could be judged by.</source>
            <translation>Die Datei kam ohne einen Lauf, an dessen Antworten sie zu prüfen wäre.</translation>
        </message>
        <message>
            <source>The workspace %1 is open in another window</source>
            <translation>Der Arbeitsbereich %1 ist in einem anderen Fenster offen</translation>
        </message>
        <message>
            <source>The workspace's folder %1 is not there</source>
            <translation>Der Ordner %1 des Arbeitsbereichs ist nicht da</translation>
        </message>
        <message>
            <source>There is no model.json with weights to write ONNX from.</source>
            <translation>Es gibt keine model.json mit Gewichten, aus der ONNX zu schreiben wäre.</translation>
        </message>
        <message>
            <source>There is no option '%1'</source>
            <translation>Es gibt keine Option „%1“</translation>
        </message>
        <message>
            <source>This run</source>
            <translation>Dieser Lauf</translation>
        </message>
        <message>
            <source>This version holds no TorchScript file.</source>
            <translation>Diese Version hat keine TorchScript-Datei.</translation>
        </message>
        <message>
            <source>This version holds no safetensors file.</source>
            <translation>Diese Version hat keine safetensors-Datei.</translation>
        </message>
        <message>
            <source>This version holds no state_dict.pt.</source>
            <translation>Diese Version hat keine state_dict.pt.</translation>
        </message>
        <message>
            <source>Thrown away</source>
            <translation>Weggeworfen</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>TorchScript</source>
            <translation>TorchScript</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Unpack '%1' and import it as the dataset '%2'</source>
            <translation>„%1“ entpacken und als Datensatz „%2“ einlesen</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>Gewichte</translation>
        </message>
        <message>
            <source>What was judged was another file.</source>
            <translation>Geprüft wurde eine andere Datei.</translation>
        </message>
        <message>
            <source>add dataset open load</source>
            <translation>hinzufügen datensatz öffnen laden</translation>
        </message>
        <message>
            <source>add dataset zip tar open load</source>
            <translation>hinzufügen datensatz zip tar öffnen laden</translation>
        </message>
        <message>
            <source>an image here</source>
            <translation>ein Bild hier</translation>
        </message>
        <message>
            <source>answers of the run, to judge by</source>
            <translation>Antworten des Laufs, zum Prüfen</translation>
        </message>
        <message>
            <source>becomes one when it completes</source>
            <translation>wird eines, wenn er fertig ist</translation>
        </message>
        <message>
            <source>begun %1</source>
            <translation>begonnen %1</translation>
        </message>
        <message>
            <source>champion name</source>
            <translation>champion name</translation>
        </message>
        <message>
            <source>classes, preprocessing, training</source>
            <translation>Klassen, Vorverarbeitung, Training</translation>
        </message>
        <message>
            <source>csv seed split validation columns</source>
            <translation>csv startwert aufteilung spalten</translation>
        </message>
        <message>
            <source>default %1</source>
            <translation>Vorgabe %1</translation>
        </message>
        <message>
            <source>delete trash</source>
            <translation>löschen papierkorb</translation>
        </message>
        <message>
            <source>draft of a run</source>
            <translation>Entwurf eines Laufs</translation>
        </message>
        <message>
            <source>epoch mean</source>
            <translation>Mittel der Epoche</translation>
        </message>
        <message>
            <source>example demo shapes try</source>
            <translation>beispiel probe formen</translation>
        </message>
        <message>
            <source>images a second</source>
            <translation>Bilder je Sekunde</translation>
        </message>
        <message>
            <source>import register add</source>
            <translation>einlesen registrieren hinzufügen</translation>
        </message>
        <message>
            <source>largest difference of a logit</source>
            <translation>größter Unterschied eines Logits</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>precision and recall</source>
            <translation>Genauigkeit und Trefferquote</translation>
        </message>
        <message>
            <source>restore</source>
            <translation>zurückholen</translation>
        </message>
        <message>
            <source>same class as libtorch on the pictures that the run kept</source>
            <translation>dieselbe Klasse wie libtorch auf den Bildern, die der Lauf behielt</translation>
        </message>
        <message>
            <source>same class as libtorch on the validation set</source>
            <translation>dieselbe Klasse wie libtorch auf den Prüfbildern</translation>
        </message>
        <message>
            <source>save convert</source>
            <translation>speichern umwandeln</translation>
        </message>
        <message>
            <source>skipped</source>
            <translation>ausgelassen</translation>
        </message>
        <message>
            <source>torch.load, weights_only</source>
            <translation>torch.load, weights_only</translation>
        </message>
        <message>
            <source>train start experiment</source>
            <translation>trainieren starten versuch</translation>
        </message>
        <message>
            <source>verify</source>
            <translation>prüfen</translation>
        </message>
        <message>
            <source>verify opencv</source>
            <translation>prüfen opencv</translation>
        </message>
        <message>
            <source>version %1</source>
            <translation>Version %1</translation>
        </message>
        <message>
            <source>weights</source>
            <translation>Gewichte</translation>
        </message>
        <message>
            <source>weights, the best</source>
            <translation>Gewichte, die besten</translation>
        </message>
        <message>
            <source>what was taken for what</source>
            <translation>was wofür gehalten wurde</translation>
        </message>
        <message>
            <source>“%1” is no number</source>
            <translation>„%1“ ist keine Zahl</translation>
        </message>
        <message>
            <source>… and more; the whole is in %1</source>
            <translation>… und mehr; das Ganze steht in %1</translation>
        </message>
        <message>
            <source> – “%1” perhaps?</source>
            <translation> – vielleicht „%1“?</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>%1 (median)</source>
            <translation>%1 (Median)</translation>
        </message>
        <message>
            <source>%1 agrees: %2, %3 at most</source>
            <translation>%1 stimmt überein: %2, höchstens %3</translation>
        </message>
        <message>
            <source>%1 changed</source>
            <translation>%1 geändert</translation>
        </message>
        <message>
            <source>%1 classes are missing in a split</source>
            <translation>%1 Klassen fehlen in einem Teil</translation>
        </message>
        <message>
            <source>%1 classes have few pictures</source>
            <translation>%1 Klassen haben wenige Bilder</translation>
        </message>
        <message>
            <source>%1 classes have no picture</source>
            <translation>%1 Klassen haben kein Bild</translation>
        </message>
        <message>
            <source>%1 differs: %2, %3 at most</source>
            <translation>%1 weicht ab: %2, höchstens %3</translation>
        </message>
        <message>
            <source>%1 entries of the archive were not unpacked</source>
            <translation>%1 Einträge des Archivs wurden nicht entpackt</translation>
        </message>
        <message>
            <source>%1 files are empty</source>
            <translation>%1 Dateien sind leer</translation>
        </message>
        <message>
            <source>%1 files are not pictures it can be trained on</source>
            <translation>%1 Dateien sind keine Bilder, mit denen sich trainieren lässt</translation>
        </message>
        <message>
            <source>%1 files are something else</source>
            <translation>%1 Dateien sind etwas anderes</translation>
        </message>
        <message>
            <source>%1 files cannot be opened</source>
            <translation>%1 Dateien lassen sich nicht öffnen</translation>
        </message>
        <message>
            <source>%1 files ended the program that opened them</source>
            <translation>%1 Dateien brachten das Programm zu Fall, das sie öffnete</translation>
        </message>
        <message>
            <source>%1 files have names that cannot be used</source>
            <translation>%1 Dateien haben unbrauchbare Namen</translation>
        </message>
        <message>
            <source>%1 files took too long to open</source>
            <translation>%1 Dateien brauchten zu lange zum Öffnen</translation>
        </message>
        <message>
            <source>%1 files were changed while they were read</source>
            <translation>%1 Dateien änderten sich, während sie gelesen wurden</translation>
        </message>
        <message>
            <source>%1 findings, %2 of them better decided first</source>
            <translation>%1 Befunde, %2 davon besser vorher entscheiden</translation>
        </message>
        <message>
            <source>%1 findings, none stops a run</source>
            <translation>%1 Befunde, keiner hält einen Lauf auf</translation>
        </message>
        <message>
            <source>%1 folders lead back to themselves</source>
            <translation>%1 Ordner führen zu sich selbst zurück</translation>
        </message>
        <message>
            <source>%1 gives other answers</source>
            <translation>%1 gibt andere Antworten</translation>
        </message>
        <message>
            <source>%1 groups of pictures look alike</source>
            <translation>%1 Gruppen von Bildern sehen gleich aus</translation>
        </message>
        <message>
            <source>%1 hidden files or folders</source>
            <translation>%1 verborgene Dateien oder Ordner</translation>
        </message>
        <message>
            <source>%1 missing</source>
            <translation>%1 fehlen</translation>
        </message>
        <message>
            <source>%1 on val</source>
            <translation>%1 auf val</translation>
        </message>
        <message>
            <source>%1 pictures are damaged</source>
            <translation>%1 Bilder sind beschädigt</translation>
        </message>
        <message>
            <source>%1 pictures are grey</source>
            <translation>%1 Bilder sind grau</translation>
        </message>
        <message>
            <source>%1 pictures are in CMYK</source>
            <translation>%1 Bilder sind in CMYK</translation>
        </message>
        <message>
            <source>%1 pictures are of formats that are not read</source>
            <translation>%1 Bilder haben Formate, die nicht gelesen werden</translation>
        </message>
        <message>
            <source>%1 pictures are partly transparent</source>
            <translation>%1 Bilder sind zum Teil durchsichtig</translation>
        </message>
        <message>
            <source>%1 pictures are there more than once</source>
            <translation>%1 Bilder sind mehr als einmal da</translation>
        </message>
        <message>
            <source>%1 pictures are too large</source>
            <translation>%1 Bilder sind zu groß</translation>
        </message>
        <message>
            <source>%1 pictures carry a rotation</source>
            <translation>%1 Bilder tragen eine Drehung</translation>
        </message>
        <message>
            <source>%1 pictures end too early</source>
            <translation>%1 Bilder enden zu früh</translation>
        </message>
        <message>
            <source>%1 pictures have 16 bits a channel</source>
            <translation>%1 Bilder haben 16 Bit je Kanal</translation>
        </message>
        <message>
            <source>%1 pictures have no label</source>
            <translation>%1 Bilder haben keine Klasse</translation>
        </message>
        <message>
            <source>%1 pictures have other formats than their names say</source>
            <translation>%1 Bilder haben ein anderes Format, als ihr Name sagt</translation>
        </message>
        <message>
            <source>%1 pictures have several frames</source>
            <translation>%1 Bilder haben mehrere Einzelbilder</translation>
        </message>
        <message>
            <source>%1 pictures stand in more than one split</source>
            <translation>%1 Bilder stehen in mehr als einem Teil</translation>
        </message>
        <message>
            <source>%1 pictures stand in several classes</source>
            <translation>%1 Bilder stehen in mehreren Klassen</translation>
        </message>
        <message>
            <source>%1 pictures: a change below %2 may be chance</source>
            <translation>%1 Bilder: Eine Änderung unter %2 kann Zufall sein</translation>
        </message>
        <message>
            <source>%1 rows of the table name no picture</source>
            <translation>%1 Zeilen der Tabelle nennen kein Bild</translation>
        </message>
        <message>
            <source>%1 settings are not right</source>
            <translation>%1 Einstellungen stimmen nicht</translation>
        </message>
        <message>
            <source>%1 trains on the processor. Environments prepares one that uses the GPU.</source>
            <translation>%1 trainiert auf dem Prozessor. Umgebungen bereitet einen vor, der die GPU nutzt.</translation>
        </message>
        <message>
            <source>%1, once</source>
            <translation>%1, einmal</translation>
        </message>
        <message>
            <source>%1, such as %2. Import the folder again: that makes a new version.</source>
            <translation>%1, etwa %2. Lesen Sie den Ordner erneut ein: Das ergibt eine neue Version.</translation>
        </message>
        <message>
            <source>0.3 million parameters, for pictures of 16 to 256 pixels; learns on a CPU</source>
            <translation>0,3 Millionen Parameter, für Bilder von 16 bis 256 Bildpunkten; lernt auf einer CPU</translation>
        </message>
        <message>
            <source>1 class has few pictures</source>
            <translation>1 Klasse hat wenige Bilder</translation>
        </message>
        <message>
            <source>1 class has no picture</source>
            <translation>1 Klasse hat kein Bild</translation>
        </message>
        <message>
            <source>1 class is missing in a split</source>
            <translation>1 Klasse fehlt in einem Teil</translation>
        </message>
        <message>
            <source>1 entry of the archive was not unpacked</source>
            <translation>1 Eintrag des Archivs wurde nicht entpackt</translation>
        </message>
        <message>
            <source>1 file cannot be opened</source>
            <translation>1 Datei lässt sich nicht öffnen</translation>
        </message>
        <message>
            <source>1 file ended the program that opened it</source>
            <translation>1 Datei brachte das Programm zu Fall, das sie öffnete</translation>
        </message>
        <message>
            <source>1 file has a name that cannot be used</source>
            <translation>1 Datei hat einen unbrauchbaren Namen</translation>
        </message>
        <message>
            <source>1 file is empty</source>
            <translation>1 Datei ist leer</translation>
        </message>
        <message>
            <source>1 file is not a picture it can be trained on</source>
            <translation>1 Datei ist kein Bild, mit dem sich trainieren lässt</translation>
        </message>
        <message>
            <source>1 file is something else</source>
            <translation>1 Datei ist etwas anderes</translation>
        </message>
        <message>
            <source>1 file took too long to open</source>
            <translation>1 Datei brauchte zu lange zum Öffnen</translation>
        </message>
        <message>
            <source>1 file was changed while it was read</source>
            <translation>1 Datei änderte sich, während sie gelesen wurde</translation>
        </message>
        <message>
            <source>1 finding, none stops a run</source>
            <translation>1 Befund, keiner hält einen Lauf auf</translation>
        </message>
        <message>
            <source>1 folder leads back to itself</source>
            <translation>1 Ordner führt zu sich selbst zurück</translation>
        </message>
        <message>
            <source>1 group of pictures looks alike</source>
            <translation>1 Gruppe von Bildern sieht gleich aus</translation>
        </message>
        <message>
            <source>1 hidden file or folder</source>
            <translation>1 verborgene Datei oder Ordner</translation>
        </message>
        <message>
            <source>1 picture carries a rotation</source>
            <translation>1 Bild trägt eine Drehung</translation>
        </message>
        <message>
            <source>1 picture ends too early</source>
            <translation>1 Bild endet zu früh</translation>
        </message>
        <message>
            <source>1 picture has 16 bits a channel</source>
            <translation>1 Bild hat 16 Bit je Kanal</translation>
        </message>
        <message>
            <source>1 picture has another format than its name says</source>
            <translation>1 Bild hat ein anderes Format, als sein Name sagt</translation>
        </message>
        <message>
            <source>1 picture has no label</source>
            <translation>1 Bild hat keine Klasse</translation>
        </message>
        <message>
            <source>1 picture has several frames</source>
            <translation>1 Bild hat mehrere Einzelbilder</translation>
        </message>
        <message>
            <source>1 picture is damaged</source>
            <translation>1 Bild ist beschädigt</translation>
        </message>
        <message>
            <source>1 picture is grey</source>
            <translation>1 Bild ist grau</translation>
        </message>
        <message>
            <source>1 picture is in CMYK</source>
            <translation>1 Bild ist in CMYK</translation>
        </message>
        <message>
            <source>1 picture is of a format that is not read</source>
            <translation>1 Bild hat ein Format, das nicht gelesen wird</translation>
        </message>
        <message>
            <source>1 picture is partly transparent</source>
            <translation>1 Bild ist zum Teil durchsichtig</translation>
        </message>
        <message>
            <source>1 picture is there more than once</source>
            <translation>1 Bild ist mehr als einmal da</translation>
        </message>
        <message>
            <source>1 picture is too large</source>
            <translation>1 Bild ist zu groß</translation>
        </message>
        <message>
            <source>1 picture stands in more than one split</source>
            <translation>1 Bild steht in mehr als einem Teil</translation>
        </message>
        <message>
            <source>1 picture stands in several classes</source>
            <translation>1 Bild steht in mehreren Klassen</translation>
        </message>
        <message>
            <source>1 row of the table names no picture</source>
            <translation>1 Zeile der Tabelle nennt kein Bild</translation>
        </message>
        <message>
            <source>11.7 million parameters: a good first choice</source>
            <translation>11,7 Millionen Parameter: eine gute erste Wahl</translation>
        </message>
        <message>
            <source>21.8 million parameters, twice the work of ResNet-18</source>
            <translation>21,8 Millionen Parameter, doppelte Arbeit von ResNet-18</translation>
        </message>
        <message>
            <source>25.6 million parameters, the most accurate here; wants a GPU</source>
            <translation>25,6 Millionen Parameter, das genaueste hier; braucht eine GPU</translation>
        </message>
        <message>
            <source>3.5 million parameters, quick on a CPU and small when exported</source>
            <translation>3,5 Millionen Parameter, schnell auf einer CPU und klein als Datei</translation>
        </message>
        <message>
            <source>; %1 other things are left alone</source>
            <translation>; %1 andere Dinge bleiben, wie sie sind</translation>
        </message>
        <message>
            <source>; a smaller batch takes less</source>
            <translation>; ein kleinerer Stapel braucht weniger</translation>
        </message>
        <message>
            <source>; one other thing is left alone</source>
            <translation>; ein anderes Ding bleibt, wie es ist</translation>
        </message>
        <message>
            <source>A setting is not right</source>
            <translation>Eine Einstellung stimmt nicht</translation>
        </message>
        <message>
            <source>About %1 to download</source>
            <translation>Etwa %1 herunterzuladen</translation>
        </message>
        <message>
            <source>Arithmetic in training: auto takes bf16 where the machine gains by it; results are judged in fp32</source>
            <translation>Rechenart im Training: auto nimmt bf16, wo der Rechner davon gewinnt; Ergebnisse werden in fp32 beurteilt</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>Stapelgröße</translation>
        </message>
        <message>
            <source>Built in</source>
            <translation>Eingebaut</translation>
        </message>
        <message>
            <source>Checking the dataset</source>
            <translation>Der Datensatz wird geprüft</translation>
        </message>
        <message>
            <source>Checkpoint every</source>
            <translation>Zwischenstand alle</translation>
        </message>
        <message>
            <source>Choose one at the left, or drop a folder of pictures.</source>
            <translation>Wählen Sie links einen, oder legen Sie einen Ordner mit Bildern ab.</translation>
        </message>
        <message>
            <source>Class weights</source>
            <translation>Klassengewichte</translation>
        </message>
        <message>
            <source>Clean up the disk</source>
            <translation>Datenträger aufräumen</translation>
        </message>
        <message>
            <source>Dataset is whole</source>
            <translation>Der Datensatz ist heil</translation>
        </message>
        <message>
            <source>Drop a folder of pictures anywhere to import it.</source>
            <translation>Legen Sie irgendwo einen Ordner mit Bildern ab, um ihn einzulesen.</translation>
        </message>
        <message>
            <source>Early stop patience</source>
            <translation>Geduld bis zum frühen Ende</translation>
        </message>
        <message>
            <source>Engine is ready</source>
            <translation>Der Rechenkern ist bereit</translation>
        </message>
        <message>
            <source>Engine is ready, without the GPU</source>
            <translation>Der Rechenkern ist bereit, ohne die GPU</translation>
        </message>
        <message>
            <source>Environments</source>
            <translation>Umgebungen</translation>
        </message>
        <message>
            <source>Epochs between two checkpoints; 0 keeps only the last</source>
            <translation>Epochen zwischen zwei Zwischenständen; 0 behält nur den letzten</translation>
        </message>
        <message>
            <source>Epochs in which the learning rate rises from zero, step by step</source>
            <translation>Epochen, in denen die Lernrate von null an steigt, Schritt für Schritt</translation>
        </message>
        <message>
            <source>Fits in memory</source>
            <translation>Passt in den Speicher</translation>
        </message>
        <message>
            <source>Fits in the GPU's memory</source>
            <translation>Passt in den Speicher der GPU</translation>
        </message>
        <message>
            <source>Fits on the disk</source>
            <translation>Passt auf den Datenträger</translation>
        </message>
        <message>
            <source>GPU memory is not known</source>
            <translation>Der Speicher der GPU ist nicht bekannt</translation>
        </message>
        <message>
            <source>Gamma</source>
            <translation>Gamma</translation>
        </message>
        <message>
            <source>How much of a label's weight is spread over all classes</source>
            <translation>Wie viel vom Gewicht einer Klasse auf alle verteilt wird</translation>
        </message>
        <message>
            <source>How often the training pictures are gone through</source>
            <translation>Wie oft die Trainingsbilder durchgegangen werden</translation>
        </message>
        <message>
            <source>How the learning rate falls over the epochs</source>
            <translation>Wie die Lernrate über die Epochen fällt</translation>
        </message>
        <message>
            <source>How the weights follow the gradient</source>
            <translation>Wie die Gewichte dem Gradienten folgen</translation>
        </message>
        <message>
            <source>Image size</source>
            <translation>Bildgröße</translation>
        </message>
        <message>
            <source>It has %1 class; a classifier needs two.</source>
            <translation>Er hat %1 Klasse; ein Klassifikator braucht zwei.</translation>
        </message>
        <message>
            <source>It has no training pictures.</source>
            <translation>Er hat keine Trainingsbilder.</translation>
        </message>
        <message>
            <source>It has no validation pictures.</source>
            <translation>Er hat keine Prüfbilder.</translation>
        </message>
        <message>
            <source>Keep in val only</source>
            <translation>Nur in val behalten</translation>
        </message>
        <message>
            <source>Keep one of each</source>
            <translation>Je eines behalten</translation>
        </message>
        <message>
            <source>Label smoothing</source>
            <translation>Glättung der Klassen</translation>
        </message>
        <message>
            <source>Leave all out</source>
            <translation>Alle auslassen</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>Auslassen</translation>
        </message>
        <message>
            <source>Looking at the dataset</source>
            <translation>Der Datensatz wird angesehen</translation>
        </message>
        <message>
            <source>Looking at the weights</source>
            <translation>Die Gewichte werden angesehen</translation>
        </message>
        <message>
            <source>Looking for the engine</source>
            <translation>Der Rechenkern wird gesucht</translation>
        </message>
        <message>
            <source>May not fit in memory</source>
            <translation>Passt vielleicht nicht in den Speicher</translation>
        </message>
        <message>
            <source>May not fit in the GPU's memory</source>
            <translation>Passt vielleicht nicht in den Speicher der GPU</translation>
        </message>
        <message>
            <source>Momentum</source>
            <translation>Schwung</translation>
        </message>
        <message>
            <source>Momentum of sgd; beta1 of adam and adamw</source>
            <translation>Schwung von sgd; beta1 von adam und adamw</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>Netz</translation>
        </message>
        <message>
            <source>No dataset is chosen</source>
            <translation>Kein Datensatz ist gewählt</translation>
        </message>
        <message>
            <source>Pictures an optimizer step</source>
            <translation>Bilder je Schritt des Optimierers</translation>
        </message>
        <message>
            <source>Prepare an engine</source>
            <translation>Einen Rechenkern vorbereiten</translation>
        </message>
        <message>
            <source>Prepare the ONNX Runtime</source>
            <translation>ONNX Runtime vorbereiten</translation>
        </message>
        <message>
            <source>Processor threads of the arithmetic; 0 takes all cores</source>
            <translation>Prozessorfäden der Rechnung; 0 nimmt alle Kerne</translation>
        </message>
        <message>
            <source>Pull of the weights towards zero</source>
            <translation>Zug der Gewichte gegen null</translation>
        </message>
        <message>
            <source>Random changes of training pictures: crops and mirror images; colour adds brightness and colours</source>
            <translation>Zufällige Änderungen der Trainingsbilder: Ausschnitte und Spiegelbilder; colour ändert auch Helligkeit und Farben</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>Verlauf der Lernrate</translation>
        </message>
        <message>
            <source>Show these %1 pictures to %2</source>
            <translation>Diese %1 Bilder %2 zeigen</translation>
        </message>
        <message>
            <source>Show this picture to %1</source>
            <translation>Dieses Bild %1 zeigen</translation>
        </message>
        <message>
            <source>Side of the network's square input in pixels; 0 takes the network's own</source>
            <translation>Seite der quadratischen Eingabe des Netzes in Bildpunkten; 0 nimmt die eigene des Netzes</translation>
        </message>
        <message>
            <source>Start of every random choice: the same seed gives the same run</source>
            <translation>Beginn jeder zufälligen Wahl: derselbe Startwert ergibt denselben Lauf</translation>
        </message>
        <message>
            <source>Step size</source>
            <translation>Stufenlänge</translation>
        </message>
        <message>
            <source>Stops after this many epochs without a better validation result; 0 never stops early</source>
            <translation>Endet nach so vielen Epochen ohne besseres Prüfergebnis; 0 endet nie früh</translation>
        </message>
        <message>
            <source>The classes differ much in size</source>
            <translation>Die Klassen sind sehr verschieden groß</translation>
        </message>
        <message>
            <source>The dataset cannot be trained on</source>
            <translation>Mit dem Datensatz lässt sich nicht trainieren</translation>
        </message>
        <message>
            <source>The dataset cannot be used</source>
            <translation>Der Datensatz ist nicht zu gebrauchen</translation>
        </message>
        <message>
            <source>The dataset could not be checked</source>
            <translation>Der Datensatz ließ sich nicht prüfen</translation>
        </message>
        <message>
            <source>The dataset is not as it was imported</source>
            <translation>Der Datensatz ist nicht mehr, wie er eingelesen wurde</translation>
        </message>
        <message>
            <source>The decision is taken back</source>
            <translation>Die Entscheidung ist zurückgenommen</translation>
        </message>
        <message>
            <source>The disk is too full</source>
            <translation>Der Datenträger ist zu voll</translation>
        </message>
        <message>
            <source>The finding is back</source>
            <translation>Der Befund ist zurück</translation>
        </message>
        <message>
            <source>The finding is out of the way</source>
            <translation>Der Befund ist erledigt</translation>
        </message>
        <message>
            <source>The learning rate at the start, after the warm-up</source>
            <translation>Die Lernrate am Anfang, nach dem Anwärmen</translation>
        </message>
        <message>
            <source>The network: mobilenet_v2 is quick on a CPU, tiny is for pictures of 16 to 96 pixels</source>
            <translation>Das Netz: mobilenet_v2 ist schnell auf einer CPU, tiny ist für Bilder von 16 bis 96 Bildpunkten</translation>
        </message>
        <message>
            <source>The weights cannot be used</source>
            <translation>Die Gewichte sind nicht zu gebrauchen</translation>
        </message>
        <message>
            <source>There is no engine</source>
            <translation>Es gibt keinen Rechenkern</translation>
        </message>
        <message>
            <source>There is only one class</source>
            <translation>Es gibt nur eine Klasse</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>Rechenfäden</translation>
        </message>
        <message>
            <source>Threads that read and prepare pictures</source>
            <translation>Fäden, die Bilder lesen und vorbereiten</translation>
        </message>
        <message>
            <source>Validation set is large enough</source>
            <translation>Die Prüfmenge ist groß genug</translation>
        </message>
        <message>
            <source>Validation set is small</source>
            <translation>Die Prüfmenge ist klein</translation>
        </message>
        <message>
            <source>Warmup epochs</source>
            <translation>Epochen zum Anwärmen</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>Gewichtsabbau</translation>
        </message>
        <message>
            <source>Weights are here</source>
            <translation>Die Gewichte sind da</translation>
        </message>
        <message>
            <source>Where to train: auto takes a GPU if the engine can use one</source>
            <translation>Wo trainiert wird: auto nimmt eine GPU, wenn der Rechenkern eine nutzen kann</translation>
        </message>
        <message>
            <source>Where training starts: none, imagenet, a .pth or .safetensors file, or model:NAME[@VERSION]</source>
            <translation>Wovon das Training ausgeht: none, imagenet, eine Datei .pth oder .safetensors, oder model:NAME[@VERSION]</translation>
        </message>
        <message>
            <source>Workers</source>
            <translation>Zuarbeiter</translation>
        </message>
        <message>
            <source>You left out %1 pictures</source>
            <translation>Sie haben %1 Bilder ausgelassen</translation>
        </message>
        <message>
            <source>You left out 1 picture</source>
            <translation>Sie haben 1 Bild ausgelassen</translation>
        </message>
        <message>
            <source>You put %1 pictures in another class</source>
            <translation>Sie haben %1 Bilder in eine andere Klasse gelegt</translation>
        </message>
        <message>
            <source>You put 1 picture in another class</source>
            <translation>Sie haben 1 Bild in eine andere Klasse gelegt</translation>
        </message>
        <message>
            <source>about %1 of this machine, an estimate</source>
            <translation>etwa %1 dieses Rechners, geschätzt</translation>
        </message>
        <message>
            <source>about %1 that %2 has free, an estimate</source>
            <translation>etwa %1, die %2 frei hat, geschätzt</translation>
        </message>
        <message>
            <source>about %1, an estimate; %2 does not say what it has</source>
            <translation>etwa %1, geschätzt; %2 sagt nicht, was es hat</translation>
        </message>
        <message>
            <source>backbone trains only the new head: much faster, good with few pictures</source>
            <translation>backbone trainiert nur den neuen Kopf: viel schneller, gut bei wenigen Bildern</translation>
        </message>
        <message>
            <source>balanced counts pictures of rare classes more</source>
            <translation>balanced zählt Bilder seltener Klassen mehr</translation>
        </message>
        <message>
            <source>comparing it with the disk</source>
            <translation>wird mit dem Datenträger verglichen</translation>
        </message>
        <message>
            <source>converted to RGB</source>
            <translation>nach RGB umgerechnet</translation>
        </message>
        <message>
            <source>cuda gpu torch libtorch trainer</source>
            <translation>cuda gpu torch libtorch trainer</translation>
        </message>
        <message>
            <source>free space cache orphans trash</source>
            <translation>frei platz zwischenspeicher papierkorb</translation>
        </message>
        <message>
            <source>from step %1</source>
            <translation>ab Schritt %1</translation>
        </message>
        <message>
            <source>learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>no findings</source>
            <translation>keine Befunde</translation>
        </message>
        <message>
            <source>onnx judge export</source>
            <translation>onnx prüfen export</translation>
        </message>
        <message>
            <source>public domain</source>
            <translation>gemeinfrei</translation>
        </message>
        <message>
            <source>read by content</source>
            <translation>nach dem Inhalt gelesen</translation>
        </message>
        <message>
            <source>recipe with %1 settings</source>
            <translation>Rezept mit %1 Einstellungen</translation>
        </message>
        <message>
            <source>scheduler=step: epochs between two falls of the learning rate</source>
            <translation>scheduler=step: Epochen zwischen zwei Stufen der Lernrate</translation>
        </message>
        <message>
            <source>scheduler=step: what the learning rate is multiplied by</source>
            <translation>scheduler=step: womit die Lernrate malgenommen wird</translation>
        </message>
        <message>
            <source>the GPU</source>
            <translation>die GPU</translation>
        </message>
        <message>
            <source>the first frame is used</source>
            <translation>das erste Einzelbild wird genommen</translation>
        </message>
        <message>
            <source>the same file under different labels</source>
            <translation>dieselbe Datei unter verschiedenen Klassen</translation>
        </message>
        <message>
            <source>the same file, byte for byte</source>
            <translation>dieselbe Datei, Byte für Byte</translation>
        </message>
        <message>
            <source>the same motif, another size or a small change</source>
            <translation>dasselbe Motiv, andere Größe oder eine kleine Änderung</translation>
        </message>
        <message>
            <source>the upper 8 bits are used</source>
            <translation>die oberen 8 Bit werden genommen</translation>
        </message>
        <message>
            <source>the validation score would be too good</source>
            <translation>das Prüfergebnis wäre zu gut</translation>
        </message>
        <message>
            <source>the value is used for red, green and blue</source>
            <translation>der Wert gilt für Rot, Grün und Blau</translation>
        </message>
        <message>
            <source>their own, permissive</source>
            <translation>eigene, freizügige</translation>
        </message>
        <message>
            <source>they stay where they are on disk</source>
            <translation>auf dem Datenträger bleiben sie, wo sie sind</translation>
        </message>
        <message>
            <source>transparency is ignored, what lies under it shows</source>
            <translation>Durchsichtigkeit zählt nicht, es zeigt sich, was darunter liegt</translation>
        </message>
        <message>
            <source>up to %1, %2 are free</source>
            <translation>bis zu %1, %2 sind frei</translation>
        </message>
        <message>
            <source>usage: flambeau [--workspace FOLDER] [--demo FOLDER]

  --workspace FOLDER  open this workspace (made if it is not there)
  --demo FOLDER       play the main job on the sample in this window and leave screenshots,
                      the ONNX file and summary.json in FOLDER; needs no display
  --version, --help

The same work from a terminal: flambeau-cli --help
            </source>
            <translation>Aufruf: flambeau [--workspace ORDNER] [--demo ORDNER]

  --workspace ORDNER  diesen Arbeitsbereich öffnen (wird angelegt, wenn es ihn nicht gibt)
  --demo ORDNER       die Hauptaufgabe am Beispiel in diesem Fenster vorführen und Bilder,
                      die ONNX-Datei und summary.json in ORDNER hinterlassen; braucht keinen Bildschirm
  --version, --help

Dieselbe Arbeit im Terminal: flambeau-cli --help
            </translation>
        </message>
        <message>
            <source>CPU, percent</source>
            <translation>CPU, Prozent</translation>
        </message>
        <message>
            <source>memory, MB</source>
            <translation>Speicher, MB</translation>
        </message>
        <message>
            <source>Image classification</source>
            <translation>Bilder einordnen</translation>
        </message>
        <message>
            <source>%1 answers</source>
            <translation>%1 antwortet</translation>
        </message>
        <message>
            <source>%1 ahead of this machine&apos;s</source>
            <translation>%1 vor der dieses Rechners</translation>
        </message>
        <message>
            <source>%1 behind this machine&apos;s</source>
            <translation>%1 hinter der dieses Rechners</translation>
        </message>
        <message>
            <source>%1 cores</source>
            <translation>%1 Kerne</translation>
        </message>
        <message>
            <source>%1 does not answer</source>
            <translation>%1 antwortet nicht</translation>
        </message>
        <message>
            <source>%1 in %2</source>
            <translation>%1 in %2</translation>
        </message>
        <message>
            <source>%1 is not known any more</source>
            <translation>%1 ist nicht mehr bekannt</translation>
        </message>
        <message>
            <source>%1 lacks %2. Compute says what mends it.</source>
            <translation>%1 fehlt %2. Unter Rechner steht, was hilft.</translation>
        </message>
        <message>
            <source>%1 may not be written</source>
            <translation>%1 darf nicht beschrieben werden</translation>
        </message>
        <message>
            <source>%1 of %2 GPUs</source>
            <translation>%1 von %2 GPUs</translation>
        </message>
        <message>
            <source>%1 of %2 GPUs free</source>
            <translation>%1 von %2 GPUs frei</translation>
        </message>
        <message>
            <source>%1 of disk</source>
            <translation>%1 auf der Platte</translation>
        </message>
        <message>
            <source>%1 running</source>
            <translation>%1 laufen</translation>
        </message>
        <message>
            <source>%1 waiting</source>
            <translation>%1 warten</translation>
        </message>
        <message>
            <source>%1 wants you to sign in</source>
            <translation>%1 will, dass Sie sich anmelden</translation>
        </message>
        <message>
            <source>%1, %2 free</source>
            <translation>%1, %2 frei</translation>
        </message>
        <message>
            <source>%1, %2, in %3</source>
            <translation>%1, %2, in %3</translation>
        </message>
        <message>
            <source>%1, port %2</source>
            <translation>%1, Port %2</translation>
        </message>
        <message>
            <source>%1: the trainer builds here</source>
            <translation>%1: der Trainer wird hier gebaut</translation>
        </message>
        <message>
            <source>, %1 away</source>
            <translation>, %1 entfernt</translation>
        </message>
        <message>
            <source>, %1 each</source>
            <translation>, je %1</translation>
        </message>
        <message>
            <source>, and %1 more</source>
            <translation>, und %1 weitere</translation>
        </message>
        <message>
            <source>, driver %1</source>
            <translation>, Treiber %1</translation>
        </message>
        <message>
            <source>, through %1</source>
            <translation>, über %1</translation>
        </message>
        <message>
            <source>1 core</source>
            <translation>1 Kern</translation>
        </message>
        <message>
            <source>Add a host</source>
            <translation>Einen Rechner hinzufügen</translation>
        </message>
        <message>
            <source>Asking %1</source>
            <translation>%1 wird gefragt</translation>
        </message>
        <message>
            <source>CMake</source>
            <translation>CMake</translation>
        </message>
        <message>
            <source>Choose another machine.</source>
            <translation>Wählen Sie einen anderen Rechner.</translation>
        </message>
        <message>
            <source>Clock</source>
            <translation>Uhr</translation>
        </message>
        <message>
            <source>Compiler</source>
            <translation>Compiler</translation>
        </message>
        <message>
            <source>Containers</source>
            <translation>Container</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>GPUs</source>
            <translation>GPUs</translation>
        </message>
        <message>
            <source>Host key</source>
            <translation>Rechnerschlüssel</translation>
        </message>
        <message>
            <source>It asks when the run starts; Compute signs in before.</source>
            <translation>Er fragt, wenn der Lauf beginnt; unter Rechner meldet man sich vorher an.</translation>
        </message>
        <message>
            <source>Memory is not known</source>
            <translation>Der Speicher ist nicht bekannt</translation>
        </message>
        <message>
            <source>Missing: %1, %2: %3</source>
            <translation>Es fehlt: %1, %2: %3</translation>
        </message>
        <message>
            <source>Name another one under More options.</source>
            <translation>Nennen Sie unter Mehr einen anderen.</translation>
        </message>
        <message>
            <source>Name your key under More options</source>
            <translation>Nennen Sie Ihren Schlüssel unter Mehr</translation>
        </message>
        <message>
            <source>Signed in</source>
            <translation>Angemeldet</translation>
        </message>
        <message>
            <source>System</source>
            <translation>System</translation>
        </message>
        <message>
            <source>The trainer is made there first</source>
            <translation>Der Trainer wird dort zuerst gemacht</translation>
        </message>
        <message>
            <source>The trainer is there</source>
            <translation>Der Trainer ist dort</translation>
        </message>
        <message>
            <source>The trainer may not be made there</source>
            <translation>Der Trainer lässt sich dort vielleicht nicht machen</translation>
        </message>
        <message>
            <source>Up to %1 to send</source>
            <translation>Bis zu %1 zu senden</translation>
        </message>
        <message>
            <source>a C++ compiler</source>
            <translation>ein C++-Compiler</translation>
        </message>
        <message>
            <source>a few minutes, once</source>
            <translation>ein paar Minuten, einmal</translation>
        </message>
        <message>
            <source>a run was trained there before</source>
            <translation>dort wurde schon ein Lauf trainiert</translation>
        </message>
        <message>
            <source>about %1 of %2, an estimate</source>
            <translation>etwa %1 von %2, geschätzt</translation>
        </message>
        <message>
            <source>an answer of the NVIDIA driver</source>
            <translation>eine Antwort des NVIDIA-Treibers</translation>
        </message>
        <message>
            <source>as %1</source>
            <translation>als %1</translation>
        </message>
        <message>
            <source>each picture once; what is there is not sent again</source>
            <translation>jedes Bild einmal; was dort ist, wird nicht noch einmal gesendet</translation>
        </message>
        <message>
            <source>for the processor</source>
            <translation>für den Prozessor</translation>
        </message>
        <message>
            <source>for the trainer to stand on</source>
            <translation>worauf der Trainer steht</translation>
        </message>
        <message>
            <source>Idle</source>
            <translation>frei</translation>
        </message>
        <message>
            <source>make or ninja</source>
            <translation>make oder ninja</translation>
        </message>
        <message>
            <source>missing: %1; needed to build the trainer</source>
            <translation>es fehlt: %1; nötig, um den Trainer zu bauen</translation>
        </message>
        <message>
            <source>no GPU</source>
            <translation>keine GPU</translation>
        </message>
        <message>
            <source>none found; runs train on the processor</source>
            <translation>keine gefunden; Läufe trainieren auf dem Prozessor</translation>
        </message>
        <message>
            <source>not asked yet</source>
            <translation>noch nicht gefragt</translation>
        </message>
        <message>
            <source>not signed in</source>
            <translation>nicht angemeldet</translation>
        </message>
        <message>
            <source>not tested</source>
            <translation>nicht geprüft</translation>
        </message>
        <message>
            <source>not there; needed by nothing</source>
            <translation>nicht da; wird nicht gebraucht</translation>
        </message>
        <message>
            <source>not there; needed only for conda environments</source>
            <translation>nicht da; nur für conda-Umgebungen nötig</translation>
        </message>
        <message>
            <source>not there; needed only for your own scripts</source>
            <translation>nicht da; nur für eigene Skripte nötig</translation>
        </message>
        <message>
            <source>not there; the trainer stands on it</source>
            <translation>nicht da; der Trainer steht darauf</translation>
        </message>
        <message>
            <source>ssh gpu server machine remote</source>
            <translation>ssh gpu server rechner maschine entfernt</translation>
        </message>
        <message>
            <source>the right time</source>
            <translation>die richtige Uhrzeit</translation>
        </message>
        <message>
            <source>times that can be compared with this machine&apos;s</source>
            <translation>für Zeiten, die sich mit denen dieses Rechners vergleichen lassen</translation>
        </message>
        <message>
            <source>to build the trainer there</source>
            <translation>um den Trainer dort zu bauen</translation>
        </message>
        <message>
            <source>to keep runs in</source>
            <translation>um Läufe darin aufzuheben</translation>
        </message>
        <message>
            <source>to queue runs and keep them going</source>
            <translation>um Läufe einzureihen und am Laufen zu halten</translation>
        </message>
        <message>
            <source>to train on the GPU</source>
            <translation>um auf der GPU zu trainieren</translation>
        </message>
        <message>
            <source>unreachable since %1</source>
            <translation>nicht erreichbar seit %1</translation>
        </message>
        <message>
            <source>unreachable since %1, last known: %2</source>
            <translation>nicht erreichbar seit %1, zuletzt bekannt: %2</translation>
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
        <message>
            <source>%1 is open in another window, which was brought forward.</source>
            <translation>%1 ist in einem anderen Fenster offen, das nach vorn geholt wurde.</translation>
        </message>
        <message>
            <source>A copy of its database from %1 can take the place of the one that is there now, which is kept beside it. What came after the copy is not in it.</source>
            <translation>Eine Kopie seiner Datenbank vom %1 kann an die Stelle der jetzigen treten, die daneben aufgehoben wird. Was nach der Kopie kam, steht nicht darin.</translation>
        </message>
        <message>
            <source>Back to %1</source>
            <translation>Zurück zu %1</translation>
        </message>
        <message>
            <source>Choose a workspace's folder</source>
            <translation>Den Ordner eines Arbeitsbereichs wählen</translation>
        </message>
        <message>
            <source>Choose another workspace …</source>
            <translation>Anderen Arbeitsbereich wählen …</translation>
        </message>
        <message>
            <source>Close that window, or open another workspace.</source>
            <translation>Schließen Sie jenes Fenster, oder öffnen Sie einen anderen Arbeitsbereich.</translation>
        </message>
        <message>
            <source>Moving the workspace %1</source>
            <translation>Der Arbeitsbereich %1 zieht um</translation>
        </message>
        <message>
            <source>Nothing was changed in it, and it holds no copy of its database. Put one of your own there and try again, or choose another workspace.</source>
            <translation>Nichts darin wurde verändert, und es liegt keine Kopie der Datenbank darin. Legen Sie eine eigene hinein und versuchen Sie es noch einmal, oder wählen Sie einen anderen Arbeitsbereich.</translation>
        </message>
        <message>
            <source>Nothing was changed in it.</source>
            <translation>Nichts darin wurde verändert.</translation>
        </message>
        <message>
            <source>Put it right and try again, or choose another workspace.</source>
            <translation>Bringen Sie es in Ordnung und versuchen Sie es noch einmal, oder wählen Sie einen anderen Arbeitsbereich.</translation>
        </message>
        <message>
            <source>The copy is being put in place</source>
            <translation>Die Kopie wird eingesetzt</translation>
        </message>
        <message>
            <source>The copy is in its place. What was there is kept as %1.</source>
            <translation>Die Kopie ist eingesetzt. Was dort lag, ist als %1 aufgehoben.</translation>
        </message>
        <message>
            <source>The workspace %1 is open in another window</source>
            <translation>Der Arbeitsbereich %1 ist in einem anderen Fenster offen</translation>
        </message>
        <message>
            <source>The workspace cannot be moved while the run %1 is not finished</source>
            <translation>Der Arbeitsbereich kann nicht umziehen, solange der Lauf %1 nicht zu Ende ist</translation>
        </message>
        <message>
            <source>The workspace lies in %1 now.</source>
            <translation>Der Arbeitsbereich liegt jetzt in %1.</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Noch einmal versuchen</translation>
        </message>
        <message>
            <source>Use the copy</source>
            <translation>Die Kopie nehmen</translation>
        </message>
        <message>
            <source>Wait for it or cancel it, then move the workspace.</source>
            <translation>Warten Sie auf ihn oder brechen Sie ihn ab, dann lassen Sie den Arbeitsbereich umziehen.</translation>
        </message>
    </context>
    <context>
        <name>flambeau::studio::Pulse</name>
        <message>
            <source>%1 more hosts</source>
            <translation>%1 weitere Rechner</translation>
        </message>
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
                <numerusform>%n Läufe gehen ohne dieses Fenster weiter und sind wieder da, wenn es geöffnet wird.</numerusform>
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
        <message>
            <source>Choose a workspace's folder</source>
            <translation>Den Ordner eines Arbeitsbereichs wählen</translation>
        </message>
        <message>
            <source>Choose an empty folder for a new workspace</source>
            <translation>Einen leeren Ordner für einen neuen Arbeitsbereich wählen</translation>
        </message>
        <message>
            <source>Choose the folder that the workspace is to lie in</source>
            <translation>Den Ordner wählen, in dem der Arbeitsbereich liegen soll</translation>
        </message>
        <message>
            <source>create folder</source>
            <translation>anlegen ordner</translation>
        </message>
        <message>
            <source>data folder disk</source>
            <translation>daten ordner platte</translation>
        </message>
        <message>
            <source>switch folder</source>
            <translation>wechseln ordner</translation>
        </message>
        <message>
            <source>translation</source>
            <translation>übersetzung</translation>
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
        <message>
            <source>Click to copy</source>
            <translation>Klicken kopiert</translation>
        </message>
        <message>
            <source>Copy %1</source>
            <translation>%1 kopieren</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::ProgressLine</name>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>%1 percent</source>
            <translation>%1 Prozent</translation>
        </message>
        <message>
            <source>not known yet</source>
            <translation>noch nicht bekannt</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::ComputePage</name>
        <message>
            <source>New cluster …</source>
            <translation>Neuer Verbund …</translation>
        </message>
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
            <translation>Rechenkern</translation>
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
        <message>
            <source>%1 cores</source>
            <translation>%1 Kerne</translation>
        </message>
        <message>
            <source>, no GPU</source>
            <translation>, keine GPU</translation>
        </message>
        <message>
            <source>1 core</source>
            <translation>1 Kern</translation>
        </message>
        <message>
            <source>Asking</source>
            <translation>Wird gefragt</translation>
        </message>
        <message>
            <source>%1 is being canceled</source>
            <translation>%1 wird abgebrochen</translation>
        </message>
        <message>
            <source>%1 runs at once from now on</source>
            <translation>%1 Läufe zugleich von jetzt an</translation>
        </message>
        <message>
            <source>, %1 GPUs</source>
            <translation>, %1 GPUs</translation>
        </message>
        <message>
            <source>, 1 GPU</source>
            <translation>, 1 GPU</translation>
        </message>
        <message>
            <source>, driver %1</source>
            <translation>, Treiber %1</translation>
        </message>
        <message>
            <source>A run that is started begins at once.</source>
            <translation>Ein Lauf, der gestartet wird, beginnt sofort.</translation>
        </message>
        <message>
            <source>About this machine</source>
            <translation>Über diesen Rechner</translation>
        </message>
        <message>
            <source>At once</source>
            <translation>Zugleich</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>CPU, %1 cores</source>
            <translation>CPU, %1 Kerne</translation>
        </message>
        <message>
            <source>Choose a run in the queue first.</source>
            <translation>Wählen Sie zuerst einen Lauf in der Warteschlange.</translation>
        </message>
        <message>
            <source>GPU</source>
            <translation>GPU</translation>
        </message>
        <message>
            <source>GPU %1</source>
            <translation>GPU %1</translation>
        </message>
        <message>
            <source>Hosts over SSH and Slurm come with a later version. Until then runs are trained on this machine.</source>
            <translation>Rechner über SSH und Slurm kommen mit einer späteren Version. Bis dahin wird auf diesem Rechner trainiert.</translation>
        </message>
        <message>
            <source>How many runs go on at once; those that wait obey at once</source>
            <translation>Wie viele Läufe zugleich gehen; wartende folgen sofort</translation>
        </message>
        <message>
            <source>Idle</source>
            <translation>Frei</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>Kernel</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>Nicht bekannt</translation>
        </message>
        <message>
            <source>Nothing runs and nothing waits</source>
            <translation>Nichts läuft und nichts wartet</translation>
        </message>
        <message>
            <source>One run at a time from now on</source>
            <translation>Von jetzt an ein Lauf nach dem anderen</translation>
        </message>
        <message>
            <source>Other hosts</source>
            <translation>Andere Rechner</translation>
        </message>
        <message>
            <source>Use now</source>
            <translation>Auslastung</translation>
        </message>
        <message>
            <source>every second while this page is open</source>
            <translation>jede Sekunde, solange diese Seite offen ist</translation>
        </message>
        <message>
            <source>it moves on while this window is closed</source>
            <translation>sie rückt vor, auch wenn dieses Fenster zu ist</translation>
        </message>
        <message>
            <source>load %1</source>
            <translation>Last %1</translation>
        </message>
        <message>
            <source>none found</source>
            <translation>keine gefunden</translation>
        </message>
        <message>
            <source>none that starts</source>
            <translation>keiner, der startet</translation>
        </message>
        <message>
            <source>%1 is being tested.</source>
            <translation>%1 wird geprüft.</translation>
        </message>
        <message>
            <source>A host is being added.</source>
            <translation>Ein Rechner wird hinzugefügt.</translation>
        </message>
        <message>
            <source>No terminal was found to open. The command is copied: %1</source>
            <translation>Es wurde kein Terminal gefunden. Der Befehl ist kopiert: %1</translation>
        </message>
        <message>
            <source>Open a terminal</source>
            <translation>Ein Terminal öffnen</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Test again</source>
            <translation>Noch einmal prüfen</translation>
        </message>
        <message>
            <source>connected</source>
            <translation>verbunden</translation>
        </message>
        <message>
            <source>connected, %1</source>
            <translation>verbunden, %1</translation>
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
            <translation>Belegt</translation>
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
        <message>
            <source>%1 freed</source>
            <translation>%1 frei gemacht</translation>
        </message>
        <message>
            <source>Folders of runs</source>
            <translation>Ordner der Läufe</translation>
        </message>
        <message>
            <source>Models and outputs</source>
            <translation>Modelle und Ergebnisse</translation>
        </message>
        <message>
            <source>ONNX Runtime</source>
            <translation>ONNX Runtime</translation>
        </message>
        <message>
            <source>Unpacked datasets</source>
            <translation>Entpackte Datensätze</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>%1 in %2 files that nothing uses any more</source>
            <translation>%1 in %2 Dateien, die nichts mehr braucht</translation>
        </message>
        <message>
            <source>%1 more</source>
            <translation>%1 weitere</translation>
        </message>
        <message>
            <source>%1 of half-made files</source>
            <translation>%1 halbfertige Dateien</translation>
        </message>
        <message>
            <source>Backups of the database</source>
            <translation>Sicherungen der Datenbank</translation>
        </message>
        <message>
            <source>Database with every point</source>
            <translation>Datenbank mit jedem Punkt</translation>
        </message>
        <message>
            <source>Downloaded weights</source>
            <translation>Heruntergeladene Gewichte</translation>
        </message>
        <message>
            <source>Empty the trash too</source>
            <translation>Auch den Papierkorb leeren</translation>
        </message>
        <message>
            <source>Empty the trash too (%1)</source>
            <translation>Auch den Papierkorb leeren (%1)</translation>
        </message>
        <message>
            <source>Free on the disk</source>
            <translation>Frei auf dem Datenträger</translation>
        </message>
        <message>
            <source>It is being freed.</source>
            <translation>Es wird frei gemacht.</translation>
        </message>
        <message>
            <source>Keep all</source>
            <translation>Alles behalten</translation>
        </message>
        <message>
            <source>Looking what could go.</source>
            <translation>Es wird nachgesehen, was gehen könnte.</translation>
        </message>
        <message>
            <source>Prepared engines</source>
            <translation>Vorbereitete Rechenkerne</translation>
        </message>
        <message>
            <source>Shows what would go before anything does.</source>
            <translation>Zeigt, was ginge, bevor etwas geht.</translation>
        </message>
        <message>
            <source>There is nothing to free.</source>
            <translation>Es gibt nichts frei zu machen.</translation>
        </message>
        <message>
            <source>This would go:</source>
            <translation>Das ginge:</translation>
        </message>
        <message>
            <source>from the trash, for good: %1</source>
            <translation>aus dem Papierkorb, endgültig: %1</translation>
        </message>
        <message>
            <source>this workspace %1</source>
            <translation>hier %1</translation>
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
        <message>
            <source>Finishing</source>
            <translation>Endet</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Warum</translation>
        </message>
        <message>
            <source>next, about to begin</source>
            <translation>der nächste, beginnt gleich</translation>
        </message>
        <message>
            <source>next, when %1 ends</source>
            <translation>der nächste, wenn %1 endet</translation>
        </message>
        <message>
            <source>next, when one of the %1 that run ends</source>
            <translation>der nächste, wenn einer der %1 laufenden endet</translation>
        </message>
        <message>
            <source>place %1, behind %2</source>
            <translation>Platz %1, hinter %2</translation>
        </message>
        <message>
            <source>since %1</source>
            <translation>seit %1</translation>
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
            <source>A folder on a host …</source>
            <translation>Ein Ordner auf einem Rechner …</translation>
        </message>
        <message>
            <source>A folder that lies on a host is looked at there and never copied</source>
            <translation>Ein Ordner, der auf einem anderen Rechner liegt, wird dort angesehen und nie kopiert</translation>
        </message>
        <message>
            <source>On a host …</source>
            <translation>Auf einem Rechner …</translation>
        </message>
        <message>
            <source>Pictures cannot be shown: %1</source>
            <translation>Bilder können nicht gezeigt werden: %1</translation>
        </message>
        <message>
            <source>The folder lies on %1, and no program of this desktop opens it there.</source>
            <translation>Der Ordner liegt auf %1, und kein Programm dieses Rechners öffnet ihn dort.</translation>
        </message>
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
            <translation>Einlesen …</translation>
        </message>
        <message>
            <source>%1 classes</source>
            <translation>%1 Klassen</translation>
        </message>
        <message>
            <source>%1 pictures are left out</source>
            <translation>%1 Bilder sind ausgelassen</translation>
        </message>
        <message>
            <source>1 picture is left out</source>
            <translation>1 Bild ist ausgelassen</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>one sub-folder for each class, or train and val folders with those inside</source>
            <translation>ein Unterordner für jede Klasse, oder train und val mit solchen darin</translation>
        </message>
        <message>
            <source>version %1</source>
            <translation>Version %1</translation>
        </message>
        <message>
            <source>%1 changed</source>
            <translation>%1 geändert</translation>
        </message>
        <message>
            <source>%1 images</source>
            <translation>%1 Bilder</translation>
        </message>
        <message>
            <source>%1 missing</source>
            <translation>%1 fehlen</translation>
        </message>
        <message>
            <source>%1 new</source>
            <translation>%1 neu</translation>
        </message>
        <message>
            <source>%1 pictures are now in '%2'</source>
            <translation>%1 Bilder sind jetzt in „%2“</translation>
        </message>
        <message>
            <source>'%1' is back</source>
            <translation>„%1“ ist zurück</translation>
        </message>
        <message>
            <source>1 class</source>
            <translation>1 Klasse</translation>
        </message>
        <message>
            <source>1 image</source>
            <translation>1 Bild</translation>
        </message>
        <message>
            <source>1 picture is now in '%1'</source>
            <translation>1 Bild ist jetzt in „%1“</translation>
        </message>
        <message>
            <source>A new version is being made</source>
            <translation>Eine neue Version entsteht</translation>
        </message>
        <message>
            <source>A new version of %1</source>
            <translation>Eine neue Version von %1</translation>
        </message>
        <message>
            <source>All as it was imported</source>
            <translation>Alles, wie es eingelesen wurde</translation>
        </message>
        <message>
            <source>All findings</source>
            <translation>Alle Befunde</translation>
        </message>
        <message>
            <source>Check the disk</source>
            <translation>Mit dem Datenträger vergleichen</translation>
        </message>
        <message>
            <source>Choose a dataset first</source>
            <translation>Wählen Sie zuerst einen Datensatz</translation>
        </message>
        <message>
            <source>Classes, findings and pictures are shown here when it is done</source>
            <translation>Klassen, Befunde und Bilder stehen hier, wenn es fertig ist</translation>
        </message>
        <message>
            <source>Comparing %1 with the disk</source>
            <translation>%1 wird mit dem Datenträger verglichen</translation>
        </message>
        <message>
            <source>Drop a folder or an archive</source>
            <translation>Einen Ordner oder ein Archiv ablegen</translation>
        </message>
        <message>
            <source>Drop a folder or an archive of pictures</source>
            <translation>Einen Ordner oder ein Archiv mit Bildern ablegen</translation>
        </message>
        <message>
            <source>Import again</source>
            <translation>Erneut einlesen</translation>
        </message>
        <message>
            <source>Import again with options …</source>
            <translation>Erneut mit Optionen einlesen …</translation>
        </message>
        <message>
            <source>It is %1</source>
            <translation>Es ist %1</translation>
        </message>
        <message>
            <source>It is kept as it is</source>
            <translation>Es bleibt, wie es ist</translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>In den Papierkorb legen</translation>
        </message>
        <message>
            <source>No program of the desktop opens the folder.</source>
            <translation>Kein Programm der Arbeitsumgebung öffnet den Ordner.</translation>
        </message>
        <message>
            <source>No run has used it yet</source>
            <translation>Noch kein Lauf hat ihn benutzt</translation>
        </message>
        <message>
            <source>Reading …</source>
            <translation>Wird gelesen …</translation>
        </message>
        <message>
            <source>Runs that used it</source>
            <translation>Läufe, die ihn benutzten</translation>
        </message>
        <message>
            <source>The import goes on</source>
            <translation>Das Einlesen läuft</translation>
        </message>
        <message>
            <source>There is only one class: nothing can be told apart</source>
            <translation>Es gibt nur eine Klasse: Nichts ist zu unterscheiden</translation>
        </message>
        <message>
            <source>Train on it, and its runs stand here</source>
            <translation>Trainieren Sie damit, dann stehen seine Läufe hier</translation>
        </message>
        <message>
            <source>Trash · %1</source>
            <translation>Papierkorb · %1</translation>
        </message>
        <message>
            <source>What is shown of the dataset</source>
            <translation>Was vom Datensatz gezeigt wird</translation>
        </message>
        <message>
            <source>no file is ever changed or deleted</source>
            <translation>nie wird eine Datei geändert oder gelöscht</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>noch keine</translation>
        </message>
        <message>
            <source>not the newest version</source>
            <translation>nicht die neueste Version</translation>
        </message>
        <message>
            <source>the pictures themselves were never touched</source>
            <translation>die Bilder selbst blieben unberührt</translation>
        </message>
        <message>
            <source>with one folder for each class</source>
            <translation>mit einem Ordner für jede Klasse</translation>
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
        <message>
            <source>%1 pictures</source>
            <translation>%1 Bilder</translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>Pfad kopieren</translation>
        </message>
        <message>
            <source>SHA-256</source>
            <translation>SHA-256</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Im Ordner zeigen</translation>
        </message>
        <message>
            <source>Show it large</source>
            <translation>Groß zeigen</translation>
        </message>
        <message>
            <source>%1 images</source>
            <translation>%1 Bilder</translation>
        </message>
        <message>
            <source>%1 of %2 images</source>
            <translation>%1 von %2 Bildern</translation>
        </message>
        <message>
            <source>All classes</source>
            <translation>Alle Klassen</translation>
        </message>
        <message>
            <source>All splits</source>
            <translation>Alle Teile</translation>
        </message>
        <message>
            <source>Another class, split or name may have some</source>
            <translation>Eine andere Klasse, ein anderer Teil oder Name hat vielleicht welche</translation>
        </message>
        <message>
            <source>Choose pictures first</source>
            <translation>Wählen Sie zuerst Bilder</translation>
        </message>
        <message>
            <source>No picture fits</source>
            <translation>Kein Bild passt</translation>
        </message>
        <message>
            <source>Pixels</source>
            <translation>Bildpunkte</translation>
        </message>
        <message>
            <source>Put the label right</source>
            <translation>Die Klasse berichtigen</translation>
        </message>
        <message>
            <source>The chosen picture</source>
            <translation>Das gewählte Bild</translation>
        </message>
        <message>
            <source>The chosen picture, larger</source>
            <translation>Das gewählte Bild, größer</translation>
        </message>
        <message>
            <source>Used</source>
            <translation>Benutzt</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>ausgelassen</translation>
        </message>
        <message>
            <source>no, left out</source>
            <translation>nein, ausgelassen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::ImportCard</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Waits</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>%1 more wait</source>
            <translation>%1 weitere warten</translation>
        </message>
        <message>
            <source>, %1 of %2</source>
            <translation>, %1 von %2</translation>
        </message>
        <message>
            <source>1 more waits</source>
            <translation>1 weiteres wartet</translation>
        </message>
        <message>
            <source>Cancel the import of %1</source>
            <translation>Das Einlesen von %1 abbrechen</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Weglegen</translation>
        </message>
        <message>
            <source>Dismiss the import of %1</source>
            <translation>Das Einlesen von %1 weglegen</translation>
        </message>
        <message>
            <source>Import of %1</source>
            <translation>Einlesen von %1</translation>
        </message>
        <message>
            <source>Importing</source>
            <translation>Wird eingelesen</translation>
        </message>
        <message>
            <source>Not imported</source>
            <translation>Nicht eingelesen</translation>
        </message>
        <message>
            <source>Options for the import of %1</source>
            <translation>Optionen zum Einlesen von %1</translation>
        </message>
        <message>
            <source>Options …</source>
            <translation>Optionen …</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::ImportPanel</name>
        <message>
            <source>Hosts are added on the page Compute</source>
            <translation>Rechner werden auf der Seite Rechner hinzugefügt</translation>
        </message>
        <message>
            <source>Lies on</source>
            <translation>Liegt auf</translation>
        </message>
        <message>
            <source>The folder's path there</source>
            <translation>Der Pfad des Ordners dort</translation>
        </message>
        <message>
            <source>The path begins with / or with ~/</source>
            <translation>Der Pfad beginnt mit / oder mit ~/</translation>
        </message>
        <message>
            <source>This machine</source>
            <translation>Dieser Rechner</translation>
        </message>
        <message>
            <source>Type the folder's path on %1</source>
            <translation>Den Pfad des Ordners auf %1 eingeben</translation>
        </message>
        <message>
            <source>Where the folder lies</source>
            <translation>Wo der Ordner liegt</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Einlesen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Archives (*.zip *.tar *.tar.gz *.tgz *.tar.xz *.txz *.tar.zst *.tar.bz2)</source>
            <translation>Archive (*.zip *.tar *.tar.gz *.tgz *.tar.xz *.txz *.tar.zst *.tar.bz2)</translation>
        </message>
        <message>
            <source>Choose a folder of pictures</source>
            <translation>Einen Ordner mit Bildern wählen</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>A name is made of letters, digits, '.', '_' and '-'</source>
            <translation>Ein Name besteht aus Buchstaben, Ziffern, „.“, „_“ und „-“</translation>
        </message>
        <message>
            <source>Archive …</source>
            <translation>Archiv …</translation>
        </message>
        <message>
            <source>Choose a folder or an archive first</source>
            <translation>Wählen Sie zuerst einen Ordner oder ein Archiv</translation>
        </message>
        <message>
            <source>Choose an archive of pictures</source>
            <translation>Ein Archiv mit Bildern wählen</translation>
        </message>
        <message>
            <source>Column of classes</source>
            <translation>Spalte der Klassen</translation>
        </message>
        <message>
            <source>Column of files</source>
            <translation>Spalte der Dateien</translation>
        </message>
        <message>
            <source>First line of the table</source>
            <translation>Erste Zeile der Tabelle</translation>
        </message>
        <message>
            <source>Folder …</source>
            <translation>Ordner …</translation>
        </message>
        <message>
            <source>Import with options</source>
            <translation>Mit Optionen einlesen</translation>
        </message>
        <message>
            <source>Its first line is data</source>
            <translation>Ihre erste Zeile enthält Daten</translation>
        </message>
        <message>
            <source>Its first line names the columns</source>
            <translation>Ihre erste Zeile nennt die Spalten</translation>
        </message>
        <message>
            <source>Open every picture again, also those that have not changed</source>
            <translation>Jedes Bild wieder öffnen, auch unveränderte</translation>
        </message>
        <message>
            <source>Part for validation</source>
            <translation>Anteil zum Prüfen</translation>
        </message>
        <message>
            <source>Recognised</source>
            <translation>Erkannt</translation>
        </message>
        <message>
            <source>Seed of the split</source>
            <translation>Startwert der Aufteilung</translation>
        </message>
        <message>
            <source>Table of labels</source>
            <translation>Tabelle der Klassen</translation>
        </message>
        <message>
            <source>The part for validation lies between 0 and 1, or is a percentage</source>
            <translation>Der Anteil zum Prüfen liegt zwischen 0 und 1 oder ist ein Prozentsatz</translation>
        </message>
        <message>
            <source>The seed is a whole number from 0 on</source>
            <translation>Der Startwert ist eine ganze Zahl ab 0</translation>
        </message>
        <message>
            <source>a CSV file; looked for in the folder</source>
            <translation>eine CSV-Datei; wird im Ordner gesucht</translation>
        </message>
        <message>
            <source>nothing chosen</source>
            <translation>nichts gewählt</translation>
        </message>
        <message>
            <source>recognised</source>
            <translation>erkannt</translation>
        </message>
        <message>
            <source>the same seed gives the same split</source>
            <translation>derselbe Startwert ergibt dieselbe Aufteilung</translation>
        </message>
        <message>
            <source>where the folders make no split</source>
            <translation>wo die Ordner keine Aufteilung machen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::ImportQueue</name>
        <message>
            <source>Connecting to %1</source>
            <translation>Verbindet mit %1</translation>
        </message>
        <message>
            <source>Sending what looks at pictures there</source>
            <translation>Schickt, was dort Bilder ansieht</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>'%1' has not changed: it is version %2 still</source>
            <translation>„%1“ hat sich nicht geändert: Es ist noch Version %2</translation>
        </message>
        <message>
            <source>'%1' is imported: %2 images, %3 classes</source>
            <translation>„%1“ ist eingelesen: %2 Bilder, %3 Klassen</translation>
        </message>
        <message>
            <source>'%1' is imported: %2 images, 1 class</source>
            <translation>„%1“ ist eingelesen: %2 Bilder, 1 Klasse</translation>
        </message>
        <message>
            <source>'%1' is no folder and no archive of pictures.</source>
            <translation>„%1“ ist kein Ordner und kein Archiv mit Bildern.</translation>
        </message>
        <message>
            <source>Choose a folder with one sub-folder for each class, or a zip or tar archive of it.</source>
            <translation>Wählen Sie einen Ordner mit einem Unterordner für jede Klasse, oder ein zip- oder tar-Archiv davon.</translation>
        </message>
        <message>
            <source>Drawing the sample</source>
            <translation>Das Beispiel wird gezeichnet</translation>
        </message>
        <message>
            <source>Import of '%1'</source>
            <translation>Einlesen von „%1“</translation>
        </message>
        <message>
            <source>Importing</source>
            <translation>Wird eingelesen</translation>
        </message>
        <message>
            <source>Importing %1</source>
            <translation>%1 wird eingelesen</translation>
        </message>
        <message>
            <source>Listing files</source>
            <translation>Dateien werden aufgelistet</translation>
        </message>
        <message>
            <source>Looking for duplicates</source>
            <translation>Doppelte werden gesucht</translation>
        </message>
        <message>
            <source>Opening and checking pictures</source>
            <translation>Bilder werden geöffnet und geprüft</translation>
        </message>
        <message>
            <source>Reading the archive</source>
            <translation>Das Archiv wird gelesen</translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>Startet</translation>
        </message>
        <message>
            <source>Stopping</source>
            <translation>Wird angehalten</translation>
        </message>
        <message>
            <source>The import of '%1' was stopped</source>
            <translation>Das Einlesen von „%1“ wurde angehalten</translation>
        </message>
        <message>
            <source>Unpacking</source>
            <translation>Wird entpackt</translation>
        </message>
        <message>
            <source>the sample</source>
            <translation>das Beispiel</translation>
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
        <message>
            <source>Fingerprint</source>
            <translation>Fingerabdruck</translation>
        </message>
        <message>
            <source>Show it large</source>
            <translation>Groß zeigen</translation>
        </message>
        <message>
            <source>%1, %2 files</source>
            <translation>%1, %2 Dateien</translation>
        </message>
        <message>
            <source>%1, imported %2</source>
            <translation>%1, eingelesen %2</translation>
        </message>
        <message>
            <source>All %1 findings</source>
            <translation>Alle %1 Befunde</translation>
        </message>
        <message>
            <source>All classes</source>
            <translation>Alle Klassen</translation>
        </message>
        <message>
            <source>All findings</source>
            <translation>Alle Befunde</translation>
        </message>
        <message>
            <source>Before you train</source>
            <translation>Vor dem Training</translation>
        </message>
        <message>
            <source>Check the disk</source>
            <translation>Mit dem Datenträger vergleichen</translation>
        </message>
        <message>
            <source>Class in the preview</source>
            <translation>Klasse in der Vorschau</translation>
        </message>
        <message>
            <source>Comparing with the disk</source>
            <translation>Vergleich mit dem Datenträger</translation>
        </message>
        <message>
            <source>Everything was looked at.</source>
            <translation>Alles wurde angesehen.</translation>
        </message>
        <message>
            <source>Import again</source>
            <translation>Erneut einlesen</translation>
        </message>
        <message>
            <source>Nothing to complain about.</source>
            <translation>Nichts zu beanstanden.</translation>
        </message>
        <message>
            <source>Show it among the images</source>
            <translation>Unter den Bildern zeigen</translation>
        </message>
        <message>
            <source>Shuffle</source>
            <translation>Mischen</translation>
        </message>
        <message>
            <source>What a run records</source>
            <translation>Was ein Lauf verzeichnet</translation>
        </message>
        <message>
            <source>as the table says</source>
            <translation>wie die Tabelle sagt</translation>
        </message>
        <message>
            <source>every file was opened and checked</source>
            <translation>jede Datei wurde geöffnet und geprüft</translation>
        </message>
        <message>
            <source>every file was opened and checked in %1</source>
            <translation>jede Datei wurde in %1 geöffnet und geprüft</translation>
        </message>
        <message>
            <source>folders as they were</source>
            <translation>Ordner, wie sie waren</translation>
        </message>
        <message>
            <source>split by Flambeau, seed %1</source>
            <translation>aufgeteilt von Flambeau, Startwert %1</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::EngineModel</name>
        <message>
            <source>Engine</source>
            <translation>Rechenkern</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>%1, prepared %2</source>
            <translation>%1, vorbereitet %2</translation>
        </message>
        <message>
            <source>Broken</source>
            <translation>Kaputt</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>CUDA</source>
            <translation>CUDA</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>In Gebrauch</translation>
        </message>
        <message>
            <source>Trains on</source>
            <translation>Trainiert auf</translation>
        </message>
        <message>
            <source>Where from</source>
            <translation>Woher</translation>
        </message>
        <message>
            <source>came with Flambeau</source>
            <translation>kam mit Flambeau</translation>
        </message>
        <message>
            <source>does not start</source>
            <translation>startet nicht</translation>
        </message>
        <message>
            <source>named by FLAMBEAU_TRAINER</source>
            <translation>genannt von FLAMBEAU_TRAINER</translation>
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
            <translation>Rechenkerne</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>The variable FLAMBEAU_TRAINER decides it. Unset it to choose here.</source>
            <translation>Die Variable FLAMBEAU_TRAINER entscheidet es. Löschen Sie sie, um hier zu wählen.</translation>
        </message>
        <message>
            <source>Trainer</source>
            <translation>Trainer</translation>
        </message>
        <message>
            <source>About the chosen engine</source>
            <translation>Über den gewählten Rechenkern</translation>
        </message>
        <message>
            <source>Built with</source>
            <translation>Gebaut mit</translation>
        </message>
        <message>
            <source>CUDA</source>
            <translation>CUDA</translation>
        </message>
        <message>
            <source>Delete it for good</source>
            <translation>Endgültig löschen</translation>
        </message>
        <message>
            <source>GPU</source>
            <translation>GPU</translation>
        </message>
        <message>
            <source>It does not start.</source>
            <translation>Er startet nicht.</translation>
        </message>
        <message>
            <source>It is in use already.</source>
            <translation>Er ist schon in Gebrauch.</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>No engine</source>
            <translation>Kein Rechenkern</translation>
        </message>
        <message>
            <source>Only engines that were prepared here are removed here.</source>
            <translation>Nur hier vorbereitete Rechenkerne werden hier entfernt.</translation>
        </message>
        <message>
            <source>Prepare one below; it is built on this machine.</source>
            <translation>Bereiten Sie unten einen vor; er wird auf diesem Rechner gebaut.</translation>
        </message>
        <message>
            <source>Use for new runs</source>
            <translation>Für neue Läufe nehmen</translation>
        </message>
        <message>
            <source>libtorch</source>
            <translation>libtorch</translation>
        </message>
        <message>
            <source>what trains: a libtorch with the trainer built on it</source>
            <translation>was trainiert: ein libtorch mit dem darauf gebauten Trainer</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::EnvironmentsPage</name>
        <message>
            <source>Environments</source>
            <translation>Umgebungen</translation>
        </message>
        <message>
            <source>New runs use this engine</source>
            <translation>Neue Läufe nehmen diesen Rechenkern</translation>
        </message>
        <message>
            <source>The engine is deleted</source>
            <translation>Der Rechenkern ist gelöscht</translation>
        </message>
        <message>
            <source>engines of this machine and what is built in</source>
            <translation>Rechenkerne dieses Rechners und was eingebaut ist</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::OnnxCard</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Asking</source>
            <translation>Wird gefragt</translation>
        </message>
        <message>
            <source>ONNX Runtime</source>
            <translation>ONNX Runtime</translation>
        </message>
        <message>
            <source>Being prepared</source>
            <translation>Wird vorbereitet</translation>
        </message>
        <message>
            <source>Not prepared</source>
            <translation>Nicht vorbereitet</translation>
        </message>
        <message>
            <source>OpenCV judges exported models. The ONNX Runtime is a second judge: about 70 MB from PyPI, in an environment of its own.</source>
            <translation>OpenCV prüft exportierte Modelle. ONNX Runtime ist ein zweiter Prüfer: etwa 70 MB von PyPI, in einer eigenen Umgebung.</translation>
        </message>
        <message>
            <source>Prepare it</source>
            <translation>Vorbereiten</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Version %1 judges exported models beside OpenCV.</source>
            <translation>Version %1 prüft exportierte Modelle neben OpenCV.</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::PrepareCard</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>A PyTorch that is installed</source>
            <translation>Ein PyTorch, das installiert ist</translation>
        </message>
        <message>
            <source>Builds the trainer on it: some minutes. Nothing is installed or changed there.</source>
            <translation>Baut den Trainer darauf: einige Minuten. Dort wird nichts installiert oder geändert.</translation>
        </message>
        <message>
            <source>Choose …</source>
            <translation>Wählen …</translation>
        </message>
        <message>
            <source>Installs it into an environment of its own and builds the trainer on it: some minutes and gigabytes, once.</source>
            <translation>Installiert es in einer eigenen Umgebung und baut den Trainer darauf: einige Minuten und Gigabyte, einmal.</translation>
        </message>
        <message>
            <source>One is being prepared.</source>
            <translation>Einer wird vorbereitet.</translation>
        </message>
        <message>
            <source>Prepare</source>
            <translation>Vorbereiten</translation>
        </message>
        <message>
            <source>Prepare an engine</source>
            <translation>Einen Rechenkern vorbereiten</translation>
        </message>
        <message>
            <source>PyTorch from PyPI</source>
            <translation>PyTorch von PyPI</translation>
        </message>
        <message>
            <source>Version or folder</source>
            <translation>Version oder Ordner</translation>
        </message>
        <message>
            <source>What pip, cmake and the compiler print</source>
            <translation>Was pip, cmake und der Übersetzer ausgeben</translation>
        </message>
        <message>
            <source>Which PyTorch</source>
            <translation>Welches PyTorch</translation>
        </message>
        <message>
            <source>a Python, an environment, or the folder of torch</source>
            <translation>ein Python, eine Umgebung oder der Ordner von torch</translation>
        </message>
        <message>
            <source>torch, or torch==2.6.0</source>
            <translation>torch oder torch==2.6.0</translation>
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
        <message>
            <source>A run that is registered becomes one.</source>
            <translation>Ein Lauf, der aufgenommen wird, wird eines.</translation>
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
        <message>
            <source>A GPU in this machine?</source>
            <translation>Eine GPU in diesem Rechner?</translation>
        </message>
        <message>
            <source>Drop the file: weights and ONNX files are kept in the registry, with their hash and where they came from. Nothing in them is executed.</source>
            <translation>Legen Sie die Datei ab: Gewichte und ONNX-Dateien kommen mit Prüfsumme und Herkunft in die Registratur. Nichts darin wird ausgeführt.</translation>
        </message>
        <message>
            <source>Environments says what the engine can use, and prepares one with CUDA at a press.</source>
            <translation>Umgebungen sagt, was der Rechenkern nutzen kann, und bereitet auf Knopfdruck einen mit CUDA vor.</translation>
        </message>
        <message>
            <source>One sub-folder a class. Flambeau opens and checks every file.</source>
            <translation>Ein Unterordner je Klasse. Flambeau öffnet und prüft jede Datei.</translation>
        </message>
        <message>
            <source>Rather from a terminal?</source>
            <translation>Lieber im Terminal?</translation>
        </message>
        <message>
            <source>Sensible settings are filled in; this machine is the first place to run.</source>
            <translation>Sinnvolle Einstellungen stehen schon da; gerechnet wird zuerst auf diesem Rechner.</translation>
        </message>
        <message>
            <source>The best model is registered; ONNX is one click, and verified.</source>
            <translation>Das beste Modell wird aufgenommen; ONNX ist ein Klick, und geprüft.</translation>
        </message>
        <message>
            <source>Watch, keep, export</source>
            <translation>Zusehen, behalten, exportieren</translation>
        </message>
        <message>
            <source>You have a model already?</source>
            <translation>Sie haben schon ein Modell?</translation>
        </message>
        <message>
            <source>flambeau-cli does the same work in the same workspace; New run shows its command line.</source>
            <translation>flambeau-cli tut dieselbe Arbeit im selben Arbeitsbereich; Neuer Lauf zeigt die Befehlszeile.</translation>
        </message>
        <message>
            <source>one sub-folder for each class, or train and val folders with those inside</source>
            <translation>ein Unterordner für jede Klasse, oder train und val mit solchen darin</translation>
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
        <message>
            <source>No run has ended yet</source>
            <translation>Noch ist kein Lauf zu Ende</translation>
        </message>
        <message>
            <source>Press New run, or drop pictures.</source>
            <translation>Drücken Sie Neuer Lauf, oder legen Sie Bilder ab.</translation>
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
        <message>
            <source>A run that is started shows its curve here.</source>
            <translation>Ein Lauf, der gestartet ist, zeigt hier seine Kurve.</translation>
        </message>
        <message>
            <source>Cancel %1</source>
            <translation>%1 abbrechen</translation>
        </message>
        <message>
            <source>Open %1</source>
            <translation>%1 öffnen</translation>
        </message>
        <message>
            <source>Progress of %1</source>
            <translation>Fortschritt von %1</translation>
        </message>
        <message>
            <source>The run is being ended</source>
            <translation>Der Lauf wird beendet</translation>
        </message>
        <message>
            <source>The run is still being prepared</source>
            <translation>Der Lauf wird noch vorbereitet</translation>
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
        <message>
            <source>About this version</source>
            <translation>Über diese Version</translation>
        </message>
        <message>
            <source>Add a tag</source>
            <translation>Ein Etikett hinzufügen</translation>
        </message>
        <message>
            <source>Describe it: what it is for, what to know before using it</source>
            <translation>Beschreiben Sie es: wozu es dient, was man vorher wissen sollte</translation>
        </message>
        <message>
            <source>Facts</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Fingerprint</source>
            <translation>Fingerabdruck</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>Reference</source>
            <translation>Verweis</translation>
        </message>
        <message>
            <source>Registered</source>
            <translation>Aufgenommen</translation>
        </message>
        <message>
            <source>and %1 more</source>
            <translation>und %1 weitere</translation>
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
        <message>
            <source>A word that names one version of the model, for scripts and people. Given to another version it moves there.</source>
            <translation>Ein Wort, das eine Version des Modells nennt, für Skripte und Menschen. Bekommt es eine andere Version, so zieht es um.</translation>
        </message>
        <message>
            <source>Aliases of %1 %2</source>
            <translation>Beinamen von %1 %2</translation>
        </message>
        <message>
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <source>Move %1 here from %2</source>
            <translation>%1 von %2 hierher holen</translation>
        </message>
        <message>
            <source>champion, in-use, …</source>
            <translation>champion, in-use, …</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::CompareView</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <source>First version</source>
            <translation>Erste Version</translation>
        </message>
        <message>
            <source>Second version</source>
            <translation>Zweite Version</translation>
        </message>
        <message>
            <source>Swap</source>
            <translation>Tauschen</translation>
        </message>
        <message>
            <source>These are the same version. Choose another one.</source>
            <translation>Das ist dieselbe Version. Wählen Sie eine andere.</translation>
        </message>
        <message>
            <source>They do not differ.</source>
            <translation>Sie unterscheiden sich nicht.</translation>
        </message>
        <message>
            <source>Two versions side by side</source>
            <translation>Zwei Versionen nebeneinander</translation>
        </message>
        <message>
            <source>What differs</source>
            <translation>Was sich unterscheidet</translation>
        </message>
        <message>
            <source>and</source>
            <translation>und</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::ErrorsCard</name>
        <message>
            <source>Where it errs</source>
            <translation>Wo es irrt</translation>
        </message>
        <message>
            <source>%1 of %2 are right</source>
            <translation>%1 von %2 sind richtig</translation>
        </message>
        <message>
            <source>%1 of %2 are wrong. Click a cell to see its pictures.</source>
            <translation>%1 von %2 sind falsch. Ein Klick auf ein Feld zeigt seine Bilder.</translation>
        </message>
        <message>
            <source>%1 of %2 were taken for %3</source>
            <translation>%1 von %2 wurden für %3 gehalten</translation>
        </message>
        <message>
            <source>%1 → %2</source>
            <translation>%1 → %2</translation>
        </message>
        <message>
            <source>All %1 are right. Click a cell to see its pictures.</source>
            <translation>Alle %1 sind richtig. Ein Klick auf ein Feld zeigt seine Bilder.</translation>
        </message>
        <message>
            <source>Nothing was counted</source>
            <translation>Nichts wurde gezählt</translation>
        </message>
        <message>
            <source>Pictures of the chosen cell</source>
            <translation>Bilder des gewählten Feldes</translation>
        </message>
        <message>
            <source>Runs of the built-in recipes leave a table of what was taken for what.</source>
            <translation>Läufe der eingebauten Rezepte hinterlassen eine Tabelle, was wofür gehalten wurde.</translation>
        </message>
        <message>
            <source>The pictures are not there any more: %1</source>
            <translation>Die Bilder sind nicht mehr da: %1</translation>
        </message>
        <message>
            <source>is %1, and was taken for it</source>
            <translation>ist %1 und wurde dafür gehalten</translation>
        </message>
        <message>
            <source>is %1, was taken for %2</source>
            <translation>ist %1, wurde für %2 gehalten</translation>
        </message>
        <message>
            <source>val, %1 pictures</source>
            <translation>val, %1 Bilder</translation>
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
        <message>
            <source>A softmax after the logits</source>
            <translation>Ein Softmax nach den Logits</translation>
        </message>
        <message>
            <source>Checked by onnx's own checker; it is another file than the one that was judged.</source>
            <translation>Vom Prüfer von onnx geprüft; es ist eine andere Datei als die verglichene.</translation>
        </message>
        <message>
            <source>Ends in probabilities</source>
            <translation>Endet in Wahrscheinlichkeiten</translation>
        </message>
        <message>
            <source>Export %1 %2</source>
            <translation>%1 %2 exportieren</translation>
        </message>
        <message>
            <source>For older readers</source>
            <translation>Für ältere Leser</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>Format</translation>
        </message>
        <message>
            <source>ONNX</source>
            <translation>ONNX</translation>
        </message>
        <message>
            <source>Only operators that older readers know</source>
            <translation>Nur Operatoren, die ältere Leser kennen</translation>
        </message>
        <message>
            <source>PyTorch weights</source>
            <translation>PyTorch-Gewichte</translation>
        </message>
        <message>
            <source>Takes pictures as bytes</source>
            <translation>Nimmt Bilder als Bytes</translation>
        </message>
        <message>
            <source>The file as the run left it, its hash compared while it is copied.</source>
            <translation>Die Datei, wie der Lauf sie hinterließ; die Prüfsumme wird beim Kopieren verglichen.</translation>
        </message>
        <message>
            <source>The file that the verdict is about.</source>
            <translation>Die Datei, von der das Urteil handelt.</translation>
        </message>
        <message>
            <source>TorchScript</source>
            <translation>TorchScript</translation>
        </message>
        <message>
            <source>safetensors</source>
            <translation>safetensors</translation>
        </message>
        <message>
            <source>uint8 RGB; the normalisation lies inside the file</source>
            <translation>uint8 RGB; die Normierung liegt in der Datei</translation>
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
        <message>
            <source>%1 is there already</source>
            <translation>%1 ist schon da</translation>
        </message>
        <message>
            <source>Copied the SHA-256 of %1</source>
            <translation>SHA-256 von %1 kopiert</translation>
        </message>
        <message>
            <source>Download %1</source>
            <translation>%1 herunterladen</translation>
        </message>
        <message>
            <source>Download %1 into a folder</source>
            <translation>%1 in einen Ordner herunterladen</translation>
        </message>
        <message>
            <source>Other formats</source>
            <translation>Andere Formate</translation>
        </message>
        <message>
            <source>Replace it</source>
            <translation>Ersetzen</translation>
        </message>
        <message>
            <source>SHA-256 checked at download</source>
            <translation>SHA-256 beim Herunterladen geprüft</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::FilesModel</name>
        <message>
            <source>Download</source>
            <translation>Herunterladen</translation>
        </message>
        <message>
            <source>%1 bytes</source>
            <translation>%1 Byte</translation>
        </message>
        <message>
            <source>SHA-256 %1
A click copies it</source>
            <translation>SHA-256 %1
Ein Klick kopiert sie</translation>
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
        <message>
            <source>.pt, .safetensors, .onnx: looked into, never run</source>
            <translation>.pt, .safetensors, .onnx: nur angesehen, nie ausgeführt</translation>
        </message>
        <message>
            <source>A run that is told to register its model keeps it here. Or drop a model file: .pt, .pth, .safetensors, .onnx; it is looked into, never run</source>
            <translation>Ein Lauf, der sein Modell aufnehmen soll, legt es hier ab. Oder legen Sie eine Modelldatei ab: .pt, .pth, .safetensors, .onnx; sie wird nur angesehen, nie ausgeführt</translation>
        </message>
        <message>
            <source>Compare two</source>
            <translation>Zwei vergleichen</translation>
        </message>
        <message>
            <source>It came from a file, not from a run.</source>
            <translation>Es kam aus einer Datei, nicht aus einem Lauf.</translation>
        </message>
        <message>
            <source>Keep a model file</source>
            <translation>Eine Modelldatei aufnehmen</translation>
        </message>
        <message>
            <source>Models (*.pt *.pth *.safetensors *.onnx)</source>
            <translation>Modelle (*.pt *.pth *.safetensors *.onnx)</translation>
        </message>
        <message>
            <source>No model is kept yet</source>
            <translation>Noch ist kein Modell da</translation>
        </message>
        <message>
            <source>Open its run</source>
            <translation>Seinen Lauf öffnen</translation>
        </message>
        <message>
            <source>There is only one version yet.</source>
            <translation>Es gibt erst eine Version.</translation>
        </message>
        <message>
            <source>Train a model</source>
            <translation>Ein Modell trainieren</translation>
        </message>
        <message>
            <source>Trash, %1</source>
            <translation>Papierkorb, %1</translation>
        </message>
        <message>
            <source>Versions of %1</source>
            <translation>Versionen von %1</translation>
        </message>
        <message>
            <source>best %1 · newest %2</source>
            <translation>bestes %1 · neuestes %2</translation>
        </message>
        <message>
            <source>the registry is empty</source>
            <translation>die Registratur ist leer</translation>
        </message>
        <message>
            <source>versions of models</source>
            <translation>versionen von modellen</translation>
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
        <message>
            <source>An export is going on.</source>
            <translation>Ein Export läuft.</translation>
        </message>
        <message>
            <source>It is being judged.</source>
            <translation>Es wird geprüft.</translation>
        </message>
        <message>
            <source>Judge</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Nicht jetzt</translation>
        </message>
        <message>
            <source>ONNX</source>
            <translation>ONNX</translation>
        </message>
        <message>
            <source>ONNX Runtime is not here yet. Once, about 70 MB are fetched from Python's package index into an environment of its own.</source>
            <translation>ONNX Runtime ist noch nicht da. Einmal werden etwa 70 MB aus Pythons Paketverzeichnis in eine eigene Umgebung geholt.</translation>
        </message>
        <message>
            <source>Prepare and judge</source>
            <translation>Vorbereiten und prüfen</translation>
        </message>
        <message>
            <source>The run's own answers, reference.safetensors, are not among the files.</source>
            <translation>Die eigenen Antworten des Laufs, reference.safetensors, sind nicht unter den Dateien.</translation>
        </message>
        <message>
            <source>With ONNX Runtime, the whole validation set</source>
            <translation>Mit ONNX Runtime, alle Prüfbilder</translation>
        </message>
        <message>
            <source>With OpenCV, the 16 pictures that the run kept</source>
            <translation>Mit OpenCV, die 16 Bilder, die der Lauf behielt</translation>
        </message>
        <message>
            <source>With OpenCV, the whole validation set</source>
            <translation>Mit OpenCV, alle Prüfbilder</translation>
        </message>
        <message>
            <source>batch is free</source>
            <translation>Stapelgröße frei</translation>
        </message>
        <message>
            <source>judged %1</source>
            <translation>geprüft %1</translation>
        </message>
        <message>
            <source>opset 17</source>
            <translation>Opset 17</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::Shelf</name>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>%1 files, each hash as registered</source>
            <translation>%1 Dateien, jede Prüfsumme wie aufgenommen</translation>
        </message>
        <message>
            <source>%1 is %2 now</source>
            <translation>%1 ist jetzt %2</translation>
        </message>
        <message>
            <source>%1 is back</source>
            <translation>%1 ist zurück</translation>
        </message>
        <message>
            <source>%1 is in the trash</source>
            <translation>%1 ist im Papierkorb</translation>
        </message>
        <message>
            <source>%1 is not %2 any more</source>
            <translation>%1 ist nicht mehr %2</translation>
        </message>
        <message>
            <source>%1 moved from %2 to %3</source>
            <translation>%1 zog von %2 nach %3</translation>
        </message>
        <message>
            <source>%1 stays with %2</source>
            <translation>%1 bleibt bei %2</translation>
        </message>
        <message>
            <source>%1 versions are back</source>
            <translation>%1 Versionen sind zurück</translation>
        </message>
        <message>
            <source>%1 versions are in the trash</source>
            <translation>%1 Versionen sind im Papierkorb</translation>
        </message>
        <message>
            <source>Description of %1 changed</source>
            <translation>Beschreibung von %1 geändert</translation>
        </message>
        <message>
            <source>Downloading %1</source>
            <translation>%1 wird heruntergeladen</translation>
        </message>
        <message>
            <source>Exporting %1</source>
            <translation>%1 wird exportiert</translation>
        </message>
        <message>
            <source>Judging %1</source>
            <translation>%1 wird geprüft</translation>
        </message>
        <message>
            <source>Keeping %1</source>
            <translation>%1 wird aufgenommen</translation>
        </message>
        <message>
            <source>Kept as %1</source>
            <translation>Aufgenommen als %1</translation>
        </message>
        <message>
            <source>Preparing ONNX Runtime</source>
            <translation>ONNX Runtime wird vorbereitet</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Im Ordner zeigen</translation>
        </message>
        <message>
            <source>Stopped: %1</source>
            <translation>Angehalten: %1</translation>
        </message>
        <message>
            <source>Tags of %1 changed</source>
            <translation>Etiketten von %1 geändert</translation>
        </message>
        <message>
            <source>This file is kept already, as %1</source>
            <translation>Diese Datei ist schon aufgenommen, als %1</translation>
        </message>
        <message>
            <source>Wrote %1</source>
            <translation>%1 geschrieben</translation>
        </message>
        <message>
            <source>stopping</source>
            <translation>wird angehalten</translation>
        </message>
        <message>
            <source>copying</source>
            <translation>wird kopiert</translation>
        </message>
        <message>
            <source>copying %1</source>
            <translation>%1 wird kopiert</translation>
        </message>
        <message>
            <source>the sixteen pictures that the run kept</source>
            <translation>die sechzehn Bilder, die der Lauf behielt</translation>
        </message>
        <message>
            <source>the whole validation set</source>
            <translation>alle Prüfbilder</translation>
        </message>
        <message>
            <source>writing the network and its weights as ONNX</source>
            <translation>Netz und Gewichte werden als ONNX geschrieben</translation>
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
        <message>
            <source>Removed</source>
            <translation>Entfernt</translation>
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
        <message>
            <source>Versions in the trash</source>
            <translation>Versionen im Papierkorb</translation>
        </message>
        <message>
            <source>Versions that you remove come here and can be taken back.</source>
            <translation>Versionen, die Sie entfernen, kommen hierher und lassen sich zurückholen.</translation>
        </message>
        <message>
            <source>aliases come back with their version</source>
            <translation>Beinamen kommen mit ihrer Version zurück</translation>
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
        <message>
            <source>Each is opened by a program of its own, prepared as in training, and shown to the exported file</source>
            <translation>Jedes wird von einem eigenen Programm geöffnet, wie im Training vorbereitet und der exportierten Datei gezeigt</translation>
        </message>
        <message>
            <source>Pictures (%1)</source>
            <translation>Bilder (%1)</translation>
        </message>
        <message>
            <source>Pictures that were tried</source>
            <translation>Ausprobierte Bilder</translation>
        </message>
        <message>
            <source>Pictures to try</source>
            <translation>Bilder zum Ausprobieren</translation>
        </message>
        <message>
            <source>Show it large</source>
            <translation>Groß zeigen</translation>
        </message>
        <message>
            <source>The picture %1</source>
            <translation>Das Bild %1</translation>
        </message>
        <message>
            <source>by the exported file, model.onnx</source>
            <translation>durch die exportierte Datei, model.onnx</translation>
        </message>
        <message>
            <source>drop pictures here</source>
            <translation>Bilder hier ablegen</translation>
        </message>
        <message>
            <source>not opened</source>
            <translation>nicht geöffnet</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::VersionView</name>
        <message>
            <source>Parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>Best values</source>
            <translation>Beste Werte</translation>
        </message>
        <message>
            <source>Export %1</source>
            <translation>%1 exportieren</translation>
        </message>
        <message>
            <source>It came from a file, not from a run.</source>
            <translation>Es kam aus einer Datei, nicht aus einem Lauf.</translation>
        </message>
        <message>
            <source>The run is not in the workspace any more.</source>
            <translation>Der Lauf ist nicht mehr im Arbeitsbereich.</translation>
        </message>
        <message>
            <source>Dataset</source>
            <translation>Datensatz</translation>
        </message>
        <message>
            <source>Engine %1</source>
            <translation>Rechenkern %1</translation>
        </message>
        <message>
            <source>Environment</source>
            <translation>Umgebung</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Open the dataset</source>
            <translation>Den Datensatz öffnen</translation>
        </message>
        <message>
            <source>Open the run</source>
            <translation>Den Lauf öffnen</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>This version of the dataset is not in the workspace any more.</source>
            <translation>Diese Version des Datensatzes ist nicht mehr im Arbeitsbereich.</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>nicht bekannt</translation>
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
            <translation>Das Beste aufnehmen als</translation>
        </message>
        <message>
            <source>Experiment</source>
            <translation>Experiment</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>a model's name, to keep the best of it</source>
            <translation>Name eines Modells, um das Beste zu behalten</translation>
        </message>
        <message>
            <source>becomes version %1</source>
            <translation>wird Version %1</translation>
        </message>
        <message>
            <source>becomes version %1 if val/acc beats %2</source>
            <translation>wird Version %1, wenn val/acc besser als %2 ist</translation>
        </message>
        <message>
            <source>becomes version 1 of a new model</source>
            <translation>wird Version 1 eines neuen Modells</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nichts</translation>
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
        <message>
            <source>Drafts</source>
            <translation>Entwürfe</translation>
        </message>
        <message>
            <source>Enter opens a draft, Delete deletes it</source>
            <translation>Enter öffnet einen Entwurf, Entf löscht ihn</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::Limits</name>
        <message>
            <source>Before others</source>
            <translation>Vor anderen</translation>
        </message>
        <message>
            <source>Ends at the latest after</source>
            <translation>Endet spätestens nach</translation>
        </message>
        <message>
            <source>If its machine restarts</source>
            <translation>Wenn die Maschine neu startet</translation>
        </message>
        <message>
            <source>In its turn</source>
            <translation>Der Reihe nach</translation>
        </message>
        <message>
            <source>It goes on by itself, once</source>
            <translation>Er geht von selbst weiter, einmal</translation>
        </message>
        <message>
            <source>It goes on by itself, up to %1 times</source>
            <translation>Er geht von selbst weiter, bis zu %1-mal</translation>
        </message>
        <message>
            <source>It stays lost</source>
            <translation>Er bleibt verloren</translation>
        </message>
        <message>
            <source>Limits</source>
            <translation>Grenzen</translation>
        </message>
        <message>
            <source>After others</source>
            <translation>Nach anderen</translation>
        </message>
        <message>
            <source>Priority %1</source>
            <translation>Vorrang %1</translation>
        </message>
        <message>
            <source>While others wait there</source>
            <translation>Solange dort andere warten</translation>
        </message>
        <message>
            <source>ends after %1 minutes</source>
            <translation>endet nach %1 Minuten</translation>
        </message>
        <message>
            <source>folded</source>
            <translation>eingeklappt</translation>
        </message>
        <message>
            <source>from its last checkpoint, as a new run</source>
            <translation>vom letzten Zwischenstand, als neuer Lauf</translation>
        </message>
        <message>
            <source>goes on by itself when its machine restarts</source>
            <translation>geht nach einem Neustart von selbst weiter</translation>
        </message>
        <message>
            <source>minutes</source>
            <translation>Minuten</translation>
        </message>
        <message>
            <source>no limit</source>
            <translation>keine Grenze</translation>
        </message>
        <message>
            <source>none: time, queue, restarts</source>
            <translation>keine: Zeit, Warteschlange, Neustarts</translation>
        </message>
        <message>
            <source>of running, not of waiting; what it left is kept</source>
            <translation>des Laufens, nicht des Wartens; was er hinterließ, bleibt</translation>
        </message>
        <message>
            <source>unfolded</source>
            <translation>ausgeklappt</translation>
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
        <message>
            <source>%1 (%2 at their defaults)</source>
            <translation>%1 (%2 wie vorgegeben)</translation>
        </message>
        <message>
            <source>%1 changed, %2 at their defaults</source>
            <translation>%1 geändert, %2 wie vorgegeben</translation>
        </message>
        <message>
            <source>%1, changed</source>
            <translation>%1, geändert</translation>
        </message>
        <message>
            <source>All layers</source>
            <translation>Alle Schichten</translation>
        </message>
        <message>
            <source>From scratch there is nothing yet to build a head upon.</source>
            <translation>Von Grund auf gibt es noch nichts, worauf ein Kopf zu bauen wäre.</translation>
        </message>
        <message>
            <source>Only the new head</source>
            <translation>Nur der neue Kopf</translation>
        </message>
        <message>
            <source>features are computed once: much faster</source>
            <translation>Merkmale werden einmal berechnet: viel schneller</translation>
        </message>
        <message>
            <source>folded</source>
            <translation>eingeklappt</translation>
        </message>
        <message>
            <source>from scratch, all of it learns</source>
            <translation>von Grund auf, alles lernt</translation>
        </message>
        <message>
            <source>optimizer, schedule, augmentation, precision, seed, checkpoints, early stop</source>
            <translation>Optimierer, Verlauf, Abwandlung, Genauigkeit, Startwert, Zwischenstände, frühes Ende</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>slower, and best with many pictures</source>
            <translation>langsamer, und am besten mit vielen Bildern</translation>
        </message>
        <message>
            <source>unfolded</source>
            <translation>ausgeklappt</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::NewRunPage</name>
        <message>
            <source>Where</source>
            <translation>Wo</translation>
        </message>
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
        <message>
            <source>%1 v%2 is chosen</source>
            <translation>%1 v%2 ist gewählt</translation>
        </message>
        <message>
            <source>Draft %1 deleted</source>
            <translation>Entwurf %1 gelöscht</translation>
        </message>
        <message>
            <source>It is recorded as run %1.</source>
            <translation>Er ist als Lauf %1 verzeichnet.</translation>
        </message>
        <message>
            <source>Open New run first.</source>
            <translation>Öffnen Sie zuerst Neuer Lauf.</translation>
        </message>
        <message>
            <source>Preparing the run</source>
            <translation>Der Lauf wird vorbereitet</translation>
        </message>
        <message>
            <source>Save the new run as a draft</source>
            <translation>Den neuen Lauf als Entwurf speichern</translation>
        </message>
        <message>
            <source>Saved as draft %1</source>
            <translation>Als Entwurf %1 gespeichert</translation>
        </message>
        <message>
            <source>Start from '%1'</source>
            <translation>Von „%1“ ausgehen</translation>
        </message>
        <message>
            <source>Start the run that is filled in</source>
            <translation>Den ausgefüllten Lauf starten</translation>
        </message>
        <message>
            <source>Starting a run: %1</source>
            <translation>Ein Lauf startet: %1</translation>
        </message>
        <message>
            <source>The command is copied</source>
            <translation>Der Befehl ist kopiert</translation>
        </message>
        <message>
            <source>The run did not start. Why, and what to do, stands above.</source>
            <translation>Der Lauf ist nicht gestartet. Warum, und was zu tun ist, steht oben.</translation>
        </message>
        <message>
            <source>The run is started</source>
            <translation>Der Lauf ist gestartet</translation>
        </message>
        <message>
            <source>The start was canceled</source>
            <translation>Der Start wurde abgebrochen</translation>
        </message>
        <message>
            <source>Use dataset '%1' version %2 for this run</source>
            <translation>Datensatz „%1“ Version %2 für diesen Lauf nehmen</translation>
        </message>
        <message>
            <source>a copy of %1</source>
            <translation>eine Kopie von %1</translation>
        </message>
        <message>
            <source>about %1</source>
            <translation>etwa %1</translation>
        </message>
        <message>
            <source>draft %1</source>
            <translation>Entwurf %1</translation>
        </message>
        <message>
            <source>from %1 earlier runs on this machine</source>
            <translation>aus %1 früheren Läufen auf diesem Rechner</translation>
        </message>
        <message>
            <source>from 1 earlier run on this machine</source>
            <translation>aus 1 früheren Lauf auf diesem Rechner</translation>
        </message>
        <message>
            <source>no earlier run of this kind to tell it from</source>
            <translation>kein früherer Lauf dieser Art, aus dem es zu schließen wäre</translation>
        </message>
        <message>
            <source>not known yet</source>
            <translation>noch nicht bekannt</translation>
        </message>
        <message>
            <source>unnamed</source>
            <translation>ohne Namen</translation>
        </message>
        <message>
            <source>%1 and %2 more</source>
            <translation>%1 und %2 weitere</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>A copy of %1 is filled in</source>
            <translation>Eine Kopie von %1 ist eingetragen</translation>
        </message>
        <message>
            <source>A new run on %1 is filled in</source>
            <translation>Ein neuer Lauf auf %1 ist eingetragen</translation>
        </message>
        <message>
            <source>Back at their defaults: %1</source>
            <translation>Wieder wie vorgegeben: %1</translation>
        </message>
        <message>
            <source>Changed with it: %1</source>
            <translation>Mit ihm geändert: %1</translation>
        </message>
        <message>
            <source>Changed with the dataset: %1</source>
            <translation>Mit dem Datensatz geändert: %1</translation>
        </message>
        <message>
            <source>Draft %1 is filled in</source>
            <translation>Entwurf %1 ist eingetragen</translation>
        </message>
        <message>
            <source>New runs use this engine</source>
            <translation>Neue Läufe nehmen diesen Rechenkern</translation>
        </message>
        <message>
            <source>New runs use this engine. Changed with it: %1</source>
            <translation>Neue Läufe nehmen diesen Rechenkern. Mit ihm geändert: %1</translation>
        </message>
        <message>
            <source>Changed with the machine: %1</source>
            <translation>Mit dem Rechner geändert: %1</translation>
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
        <message>
            <source>Ctrl ↵</source>
            <translation>Strg ↵</translation>
        </message>
        <message>
            <source>It is being started.</source>
            <translation>Er wird gestartet.</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::TerminalCard</name>
        <message>
            <source>Same from a terminal</source>
            <translation>Dasselbe im Terminal</translation>
        </message>
        <message>
            <source>Copy the command</source>
            <translation>Den Befehl kopieren</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::WhatCard</name>
        <message>
            <source>1 class</source>
            <translation>1 Klasse</translation>
        </message>
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
        <message>
            <source>%1 classes</source>
            <translation>%1 Klassen</translation>
        </message>
        <message>
            <source>%1 of %2 tensors match</source>
            <translation>%1 von %2 Tensoren passen</translation>
        </message>
        <message>
            <source>%1 test</source>
            <translation>%1 test</translation>
        </message>
        <message>
            <source>%1 train</source>
            <translation>%1 train</translation>
        </message>
        <message>
            <source>%1 v%2</source>
            <translation>%1 v%2</translation>
        </message>
        <message>
            <source>%1 val</source>
            <translation>%1 val</translation>
        </message>
        <message>
            <source>; the head is new</source>
            <translation>; der Kopf ist neu</translation>
        </message>
        <message>
            <source>; the head too</source>
            <translation>; der Kopf auch</translation>
        </message>
        <message>
            <source>A file of weights …</source>
            <translation>Eine Datei mit Gewichten …</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Alle Dateien (*)</translation>
        </message>
        <message>
            <source>ImageNet features</source>
            <translation>ImageNet-Merkmale</translation>
        </message>
        <message>
            <source>Import a folder …</source>
            <translation>Einen Ordner einlesen …</translation>
        </message>
        <message>
            <source>Model %1</source>
            <translation>Modell %1</translation>
        </message>
        <message>
            <source>Model %1 v%2</source>
            <translation>Modell %1 v%2</translation>
        </message>
        <message>
            <source>Nothing (from scratch)</source>
            <translation>Nichts (von Grund auf)</translation>
        </message>
        <message>
            <source>Scripts of your own come with a later version.</source>
            <translation>Eigene Skripte kommen mit einer späteren Version.</translation>
        </message>
        <message>
            <source>Weights (*.pth *.pt *.safetensors *.bin *.ckpt)</source>
            <translation>Gewichte (*.pth *.pt *.safetensors *.bin *.ckpt)</translation>
        </message>
        <message>
            <source>Weights to start from</source>
            <translation>Gewichte am Anfang</translation>
        </message>
        <message>
            <source>What is trained</source>
            <translation>Was trainiert wird</translation>
        </message>
        <message>
            <source>all %1 tensors match</source>
            <translation>alle %1 Tensoren passen</translation>
        </message>
        <message>
            <source>choose one, or drop a folder</source>
            <translation>einen wählen oder einen Ordner ablegen</translation>
        </message>
        <message>
            <source>counting …</source>
            <translation>wird gezählt …</translation>
        </message>
        <message>
            <source>drop a folder of pictures anywhere</source>
            <translation>einen Ordner mit Bildern irgendwo ablegen</translation>
        </message>
        <message>
            <source>looking what fits …</source>
            <translation>wird angesehen, was passt …</translation>
        </message>
        <message>
            <source>random weights: wants many pictures</source>
            <translation>zufällige Gewichte: braucht viele Bilder</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::WhereCard</name>
        <message>
            <source>%1 hosts</source>
            <translation>%1 Rechner</translation>
        </message>
        <message>
            <source>%1; to %2</source>
            <translation>%1; zu %2</translation>
        </message>
        <message>
            <source>, %1 GPUs</source>
            <translation>, %1 GPUs</translation>
        </message>
        <message>
            <source>, %1 away</source>
            <translation>, %1 nicht da</translation>
        </message>
        <message>
            <source>, 1 GPU</source>
            <translation>, 1 GPU</translation>
        </message>
        <message>
            <source>1 host</source>
            <translation>1 Rechner</translation>
        </message>
        <message>
            <source>Too few GPUs</source>
            <translation>Zu wenige GPUs</translation>
        </message>
        <message>
            <source>none of its hosts answers</source>
            <translation>keiner seiner Rechner antwortet</translation>
        </message>
        <message>
            <source>none of its hosts has so many</source>
            <translation>keiner seiner Rechner hat so viele</translation>
        </message>
        <message>
            <source>%1 lies on %2
and is trained on there</source>
            <translation>%1 liegt auf %2
und wird dort trainiert</translation>
        </message>
        <message>
            <source>Not for this</source>
            <translation>Nicht hierfür</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>Wo</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>Rechenkern</translation>
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
        <message>
            <source>%1 cores</source>
            <translation>%1 Kerne</translation>
        </message>
        <message>
            <source>, a GPU</source>
            <translation>, eine GPU</translation>
        </message>
        <message>
            <source>, no GPU</source>
            <translation>, keine GPU</translation>
        </message>
        <message>
            <source>1 core</source>
            <translation>1 Kern</translation>
        </message>
        <message>
            <source>Asking</source>
            <translation>Wird gefragt</translation>
        </message>
        <message>
            <source>Came with Flambeau</source>
            <translation>Kam mit Flambeau</translation>
        </message>
        <message>
            <source>Engines and what they can do are on the page Environments</source>
            <translation>Rechenkerne und was sie können steht auf der Seite Umgebungen</translation>
        </message>
        <message>
            <source>For all runs of this machine that start from now on</source>
            <translation>Für alle Läufe dieses Rechners, die von jetzt an starten</translation>
        </message>
        <message>
            <source>Free</source>
            <translation>Frei</translation>
        </message>
        <message>
            <source>GPU %1: %2</source>
            <translation>GPU %1: %2</translation>
        </message>
        <message>
            <source>Prepare another …</source>
            <translation>Anderen vorbereiten …</translation>
        </message>
        <message>
            <source>Prepared %1: %2</source>
            <translation>Vorbereitet %1: %2</translation>
        </message>
        <message>
            <source>The variable FLAMBEAU_TRAINER decides it. Unset it to choose here.</source>
            <translation>Die Variable FLAMBEAU_TRAINER entscheidet es. Löschen Sie sie, um hier zu wählen.</translation>
        </message>
        <message>
            <source>There is no other one. Environments prepares one.</source>
            <translation>Es gibt keinen anderen. Umgebungen bereitet einen vor.</translation>
        </message>
        <message>
            <source>Waits</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>another run</source>
            <translation>ein anderer Lauf</translation>
        </message>
        <message>
            <source>looking at the queue …</source>
            <translation>die Warteschlange wird angesehen …</translation>
        </message>
        <message>
            <source>looking …</source>
            <translation>wird angesehen …</translation>
        </message>
        <message>
            <source>starts at once</source>
            <translation>startet sofort</translation>
        </message>
        <message>
            <source>starts at once, beside %1</source>
            <translation>startet sofort, neben %1</translation>
        </message>
        <message>
            <source>takes the GPU</source>
            <translation>nimmt die GPU</translation>
        </message>
        <message>
            <source>takes the processor: the engine finds no GPU</source>
            <translation>nimmt den Prozessor: Der Rechenkern findet keine GPU</translation>
        </message>
        <message>
            <source>waits behind %1 others; %2 is running</source>
            <translation>wartet hinter %1 anderen; %2 läuft</translation>
        </message>
        <message>
            <source>waits until %1 ends; %2 at once</source>
            <translation>wartet, bis %1 endet; %2 zugleich</translation>
        </message>
        <message>
            <source>%1 GPUs free</source>
            <translation>%1 GPUs frei</translation>
        </message>
        <message>
            <source>%1 × %2</source>
            <translation>%1 × %2</translation>
        </message>
        <message>
            <source>1 GPU free</source>
            <translation>1 GPU frei</translation>
        </message>
        <message>
            <source>GPUs</source>
            <translation>GPUs</translation>
        </message>
        <message>
            <source>How many of its GPUs the run holds</source>
            <translation>Wie viele seiner GPUs der Lauf hält</translation>
        </message>
        <message>
            <source>It has no GPU.</source>
            <translation>Er hat keine GPU.</translation>
        </message>
        <message>
            <source>Not asked</source>
            <translation>Nicht gefragt</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>Nicht bekannt</translation>
        </message>
        <message>
            <source>Not signed in</source>
            <translation>Nicht angemeldet</translation>
        </message>
        <message>
            <source>Unreachable</source>
            <translation>Nicht erreichbar</translation>
        </message>
        <message>
            <source>held for this run alone</source>
            <translation>nur für diesen Lauf</translation>
        </message>
        <message>
            <source>it was removed</source>
            <translation>er wurde entfernt</translation>
        </message>
        <message>
            <source>never tested</source>
            <translation>nie geprüft</translation>
        </message>
        <message>
            <source>no GPU</source>
            <translation>keine GPU</translation>
        </message>
        <message>
            <source>none, the processor</source>
            <translation>keine, der Prozessor</translation>
        </message>
        <message>
            <source>of %1; it trains on the processor</source>
            <translation>von %1; es wird auf dem Prozessor trainiert</translation>
        </message>
        <message>
            <source>trained on its processor</source>
            <translation>wird auf seinem Prozessor trainiert</translation>
        </message>
        <message>
            <source>until one that runs ends</source>
            <translation>bis einer endet, der läuft</translation>
        </message>
        <message>
            <source>waits behind %1 others</source>
            <translation>wartet hinter %1 anderen</translation>
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
        <message>
            <source>%1 has it so already</source>
            <translation>%1 hat es schon so</translation>
        </message>
        <message>
            <source>%1 of %2 right, %3</source>
            <translation>%1 von %2 richtig, %3</translation>
        </message>
        <message>
            <source>%1 of the class</source>
            <translation>%1 der Klasse</translation>
        </message>
        <message>
            <source>%1 put right to %2, in %3</source>
            <translation>%1 auf %2 berichtigt, in %3</translation>
        </message>
        <message>
            <source>%1 seen as %2</source>
            <translation>%1 als %2 gesehen</translation>
        </message>
        <message>
            <source>%1, seen as such</source>
            <translation>%1, als solches gesehen</translation>
        </message>
        <message>
            <source>Choose a cell</source>
            <translation>Ein Feld wählen</translation>
        </message>
        <message>
            <source>Choose a cell first</source>
            <translation>Wählen Sie zuerst ein Feld</translation>
        </message>
        <message>
            <source>Choose the pictures that are labelled wrongly first</source>
            <translation>Wählen Sie zuerst die Bilder mit falscher Klasse</translation>
        </message>
        <message>
            <source>F1</source>
            <translation>F1</translation>
        </message>
        <message>
            <source>Its pictures are shown here.</source>
            <translation>Seine Bilder werden hier gezeigt.</translation>
        </message>
        <message>
            <source>No confusion matrix</source>
            <translation>Keine Verwechslungsmatrix</translation>
        </message>
        <message>
            <source>No confusion matrix yet</source>
            <translation>Noch keine Verwechslungsmatrix</translation>
        </message>
        <message>
            <source>Pictures of the cell</source>
            <translation>Bilder des Feldes</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>Put right</source>
            <translation>Berichtigen</translation>
        </message>
        <message>
            <source>Put the labels of the chosen pictures right</source>
            <translation>Die Klassen der gewählten Bilder berichtigen</translation>
        </message>
        <message>
            <source>Quality of each class</source>
            <translation>Güte jeder Klasse</translation>
        </message>
        <message>
            <source>Recall</source>
            <translation>Trefferquote</translation>
        </message>
        <message>
            <source>The change is being made</source>
            <translation>Die Änderung wird gemacht</translation>
        </message>
        <message>
            <source>The last change is still being made</source>
            <translation>Die letzte Änderung wird noch gemacht</translation>
        </message>
        <message>
            <source>The run writes it at its end, over the validation pictures.</source>
            <translation>Der Lauf schreibt sie an seinem Ende, über die Prüfbilder.</translation>
        </message>
        <message>
            <source>The run wrote none.</source>
            <translation>Der Lauf hat keine geschrieben.</translation>
        </message>
        <message>
            <source>There is no picture in this cell</source>
            <translation>In diesem Feld ist kein Bild</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::ConfusionView</name>
        <message>
            <source>Confusion matrix</source>
            <translation>Verwechslungsmatrix</translation>
        </message>
        <message>
            <source>%1 of %2 seen as %3</source>
            <translation>%1 von %2 als %3 gesehen</translation>
        </message>
        <message>
            <source>%1 of %2 seen as what they are</source>
            <translation>%1 von %2 richtig gesehen</translation>
        </message>
        <message>
            <source>is</source>
            <translation>ist</translation>
        </message>
        <message>
            <source>seen as</source>
            <translation>gesehen als</translation>
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
        <message>
            <source>SHA-256</source>
            <translation>SHA-256</translation>
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
        <message>
            <source>
… and more</source>
            <translation>
… und mehr</translation>
        </message>
        <message>
            <source>%1, to be downloaded and used elsewhere.</source>
            <translation>%1, zum Herunterladen und Verwenden anderswo.</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>Eine Datei wählen</translation>
        </message>
        <message>
            <source>Download into a folder</source>
            <translation>In einen Ordner herunterladen</translation>
        </message>
        <message>
            <source>Downloaded %1 files</source>
            <translation>%1 Dateien heruntergeladen</translation>
        </message>
        <message>
            <source>Downloaded 1 file</source>
            <translation>1 Datei heruntergeladen</translation>
        </message>
        <message>
            <source>Files of the run</source>
            <translation>Dateien des Laufs</translation>
        </message>
        <message>
            <source>No file yet</source>
            <translation>Noch keine Datei</translation>
        </message>
        <message>
            <source>No text and no picture</source>
            <translation>Kein Text und kein Bild</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>Preview of the file</source>
            <translation>Vorschau der Datei</translation>
        </message>
        <message>
            <source>Texts and pictures are shown here.</source>
            <translation>Texte und Bilder werden hier gezeigt.</translation>
        </message>
        <message>
            <source>The run left no file</source>
            <translation>Der Lauf hat keine Datei hinterlassen</translation>
        </message>
        <message>
            <source>There is no file</source>
            <translation>Es gibt keine Datei</translation>
        </message>
        <message>
            <source>What the run writes into its folder outputs appears here.</source>
            <translation>Was der Lauf in seinen Ordner outputs schreibt, erscheint hier.</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::LineageModel</name>
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
        <message>
            <source>Choose all</source>
            <translation>Alles wählen</translation>
        </message>
        <message>
            <source>Go to the end</source>
            <translation>Zum Ende</translation>
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
        <message>
            <source>%1 lines, %2</source>
            <translation>%1 Zeilen, %2</translation>
        </message>
        <message>
            <source>No log</source>
            <translation>Kein Protokoll</translation>
        </message>
        <message>
            <source>No log yet</source>
            <translation>Noch kein Protokoll</translation>
        </message>
        <message>
            <source>Stay at the end while it grows (End)</source>
            <translation>Am Ende bleiben, während es wächst (Ende)</translation>
        </message>
        <message>
            <source>The next one</source>
            <translation>Der nächste</translation>
        </message>
        <message>
            <source>The next one (Enter)</source>
            <translation>Der nächste (Enter)</translation>
        </message>
        <message>
            <source>The one before</source>
            <translation>Der vorige</translation>
        </message>
        <message>
            <source>The one before (Shift+Enter)</source>
            <translation>Der vorige (Umschalt+Enter)</translation>
        </message>
        <message>
            <source>The program wrote nothing.</source>
            <translation>Das Programm schrieb nichts.</translation>
        </message>
        <message>
            <source>There is nothing to copy</source>
            <translation>Es gibt nichts zu kopieren</translation>
        </message>
        <message>
            <source>Type what to look for first</source>
            <translation>Geben Sie zuerst ein, was zu suchen ist</translation>
        </message>
        <message>
            <source>What the program writes appears here.</source>
            <translation>Was das Programm schreibt, erscheint hier.</translation>
        </message>
        <message>
            <source>Which log</source>
            <translation>Welches Protokoll</translation>
        </message>
        <message>
            <source>line %1 of %2</source>
            <translation>Zeile %1 von %2</translation>
        </message>
        <message>
            <source>not found</source>
            <translation>nicht gefunden</translation>
        </message>
        <message>
            <source>searching …</source>
            <translation>wird gesucht …</translation>
        </message>
        <message>
            <source>the end; counting lines, %1</source>
            <translation>das Ende; Zeilen werden gezählt, %1</translation>
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
            <translation>Aufnehmen</translation>
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
        <message>
            <source>%1 is still going on; cancel it first</source>
            <translation>%1 läuft noch; brechen Sie ihn zuerst ab</translation>
        </message>
        <message>
            <source>A model that has the name gets a new version.</source>
            <translation>Ein Modell dieses Namens bekommt eine neue Version.</translation>
        </message>
        <message>
            <source>A run needs a name</source>
            <translation>Ein Lauf braucht einen Namen</translation>
        </message>
        <message>
            <source>Cancel the run</source>
            <translation>Den Lauf abbrechen</translation>
        </message>
        <message>
            <source>Canceling %1</source>
            <translation>%1 wird abgebrochen</translation>
        </message>
        <message>
            <source>Changed the notes of %1</source>
            <translation>Notizen von %1 geändert</translation>
        </message>
        <message>
            <source>Choose a run first</source>
            <translation>Wählen Sie zuerst einen Lauf</translation>
        </message>
        <message>
            <source>Choose one run first</source>
            <translation>Wählen Sie zuerst einen einzelnen Lauf</translation>
        </message>
        <message>
            <source>Clone and edit the run</source>
            <translation>Den Lauf kopieren und ändern</translation>
        </message>
        <message>
            <source>Deleted %1</source>
            <translation>%1 gelöscht</translation>
        </message>
        <message>
            <source>Give a whole number above %1</source>
            <translation>Geben Sie eine ganze Zahl über %1 an</translation>
        </message>
        <message>
            <source>It completed %1 epochs. How many shall it be in all?</source>
            <translation>Er hat %1 Epochen geschafft. Wie viele sollen es im Ganzen sein?</translation>
        </message>
        <message>
            <source>It is being canceled</source>
            <translation>Er wird abgebrochen</translation>
        </message>
        <message>
            <source>It is being registered</source>
            <translation>Es wird aufgenommen</translation>
        </message>
        <message>
            <source>It is being started</source>
            <translation>Er wird gestartet</translation>
        </message>
        <message>
            <source>It is over</source>
            <translation>Er ist zu Ende</translation>
        </message>
        <message>
            <source>It is still going on</source>
            <translation>Er läuft noch</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Move the run to the trash</source>
            <translation>Den Lauf in den Papierkorb legen</translation>
        </message>
        <message>
            <source>Moved %1 to the trash</source>
            <translation>%1 in den Papierkorb gelegt</translation>
        </message>
        <message>
            <source>Notes on %1</source>
            <translation>Notizen zu %1</translation>
        </message>
        <message>
            <source>Register the model of %1</source>
            <translation>Das Modell von %1 aufnehmen</translation>
        </message>
        <message>
            <source>Register the run's model</source>
            <translation>Das Modell des Laufs aufnehmen</translation>
        </message>
        <message>
            <source>Registered as %1</source>
            <translation>Aufgenommen als %1</translation>
        </message>
        <message>
            <source>Rename the run</source>
            <translation>Den Lauf umbenennen</translation>
        </message>
        <message>
            <source>Renamed to %1</source>
            <translation>In %1 umbenannt</translation>
        </message>
        <message>
            <source>Restored %1</source>
            <translation>%1 zurückgeholt</translation>
        </message>
        <message>
            <source>Resume the run</source>
            <translation>Den Lauf fortsetzen</translation>
        </message>
        <message>
            <source>Starting %1: %2</source>
            <translation>%1 startet: %2</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>Etikett</translation>
        </message>
        <message>
            <source>Tag the run</source>
            <translation>Dem Lauf ein Etikett geben</translation>
        </message>
        <message>
            <source>Tagged %1</source>
            <translation>%1 mit Etikett versehen</translation>
        </message>
        <message>
            <source>Tags of %1</source>
            <translation>Etiketten von %1</translation>
        </message>
        <message>
            <source>The run is still going on; its model can be kept when it is over</source>
            <translation>Der Lauf läuft noch; sein Modell lässt sich aufnehmen, wenn er zu Ende ist</translation>
        </message>
        <message>
            <source>The run left no files</source>
            <translation>Der Lauf hat keine Dateien hinterlassen</translation>
        </message>
        <message>
            <source>Train %1 for longer</source>
            <translation>%1 länger trainieren</translation>
        </message>
        <message>
            <source>Use letters, digits, '.', '_' and '-', and begin with a letter, a digit or '_'</source>
            <translation>Nehmen Sie Buchstaben, Ziffern, „.“, „_“ und „-“, und beginnen Sie mit einem Buchstaben, einer Ziffer oder „_“</translation>
        </message>
        <message>
            <source>With commas between them. Find them again with tag:… above the table.</source>
            <translation>Mit Kommas dazwischen. Mit tag:… über der Tabelle finden Sie sie wieder.</translation>
        </message>
        <message>
            <source>Write notes on the run</source>
            <translation>Notizen zum Lauf schreiben</translation>
        </message>
        <message>
            <source>continue go on</source>
            <translation>weiter fortsetzen</translation>
        </message>
        <message>
            <source>delete remove</source>
            <translation>löschen entfernen</translation>
        </message>
        <message>
            <source>keep model registry</source>
            <translation>behalten modell registratur</translation>
        </message>
        <message>
            <source>label</source>
            <translation>etikett schlagwort</translation>
        </message>
        <message>
            <source>repeat restart</source>
            <translation>wiederholen neu</translation>
        </message>
        <message>
            <source>stop end</source>
            <translation>anhalten ende</translation>
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
        <message>
            <source> · in the trash</source>
            <translation> · im Papierkorb</translation>
        </message>
        <message>
            <source> · started %1</source>
            <translation> · gestartet %1</translation>
        </message>
        <message>
            <source>%1 after %2</source>
            <translation>%1 nach %2</translation>
        </message>
        <message>
            <source>%1, the values themselves behind</source>
            <translation>%1, die Werte selbst dahinter</translation>
        </message>
        <message>
            <source>A run that is gone</source>
            <translation>Ein Lauf, der fort ist</translation>
        </message>
        <message>
            <source>All runs</source>
            <translation>Alle Läufe</translation>
        </message>
        <message>
            <source>Curves appear here as soon as the run writes its first value.</source>
            <translation>Kurven erscheinen hier, sobald der Lauf seinen ersten Wert schreibt.</translation>
        </message>
        <message>
            <source>It ended before the first step.</source>
            <translation>Er endete vor dem ersten Schritt.</translation>
        </message>
        <message>
            <source>It was deleted for good.</source>
            <translation>Er wurde endgültig gelöscht.</translation>
        </message>
        <message>
            <source>No point yet</source>
            <translation>Noch kein Punkt</translation>
        </message>
        <message>
            <source>No smoothing</source>
            <translation>Keine Glättung</translation>
        </message>
        <message>
            <source>Nothing was measured yet</source>
            <translation>Noch wurde nichts gemessen</translation>
        </message>
        <message>
            <source>Parts of the run</source>
            <translation>Teile des Laufs</translation>
        </message>
        <message>
            <source>Processor, memory and GPU are written while the run trains.</source>
            <translation>Prozessor, Speicher und GPU werden geschrieben, während der Lauf trainiert.</translation>
        </message>
        <message>
            <source>Show in the log</source>
            <translation>Im Protokoll zeigen</translation>
        </message>
        <message>
            <source>The log's last lines</source>
            <translation>Die letzten Zeilen des Protokolls</translation>
        </message>
        <message>
            <source>The run failed</source>
            <translation>Der Lauf ist gescheitert</translation>
        </message>
        <message>
            <source>This run is gone</source>
            <translation>Dieser Lauf ist fort</translation>
        </message>
        <message>
            <source>This run wrote no value</source>
            <translation>Dieser Lauf schrieb keinen Wert</translation>
        </message>
        <message>
            <source>Whole log</source>
            <translation>Ganzes Protokoll</translation>
        </message>
        <message>
            <source>experiment %1</source>
            <translation>Versuchsreihe %1</translation>
        </message>
        <message>
            <source>following</source>
            <translation>folgt</translation>
        </message>
        <message>
            <source> · on %1</source>
            <translation> · auf %1</translation>
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
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>A run trains a model on a dataset. It goes on when this window is closed.</source>
            <translation>Ein Lauf trainiert ein Modell auf einem Datensatz. Er geht weiter, wenn dieses Fenster zu ist.</translation>
        </message>
        <message>
            <source>As it was at first</source>
            <translation>Wie am Anfang</translation>
        </message>
        <message>
            <source>By experiment</source>
            <translation>Nach Versuchsreihe</translation>
        </message>
        <message>
            <source>Choose a run first</source>
            <translation>Wählen Sie zuerst einen Lauf</translation>
        </message>
        <message>
            <source>Choose one run first</source>
            <translation>Wählen Sie zuerst einen einzelnen Lauf</translation>
        </message>
        <message>
            <source>Delete %1 for good?</source>
            <translation>%1 endgültig löschen?</translation>
        </message>
        <message>
            <source>Delete for good</source>
            <translation>Endgültig löschen</translation>
        </message>
        <message>
            <source>Delete for good …</source>
            <translation>Endgültig löschen …</translation>
        </message>
        <message>
            <source>Deleted runs come here and can be restored.</source>
            <translation>Gelöschte Läufe kommen hierher und lassen sich zurückholen.</translation>
        </message>
        <message>
            <source>Esc takes the filter away.</source>
            <translation>Esc nimmt den Filter weg.</translation>
        </message>
        <message>
            <source>Filter of the runs</source>
            <translation>Filter der Läufe</translation>
        </message>
        <message>
            <source>Filter, such as  state:failed  val/acc&gt;0.9  lr&lt;0.01  tag:good</source>
            <translation>Filter, etwa  state:failed  val/acc&gt;0.9  lr&lt;0.01  tag:good</translation>
        </message>
        <message>
            <source>Flat</source>
            <translation>Flach</translation>
        </message>
        <message>
            <source>Grouping</source>
            <translation>Gruppierung</translation>
        </message>
        <message>
            <source>No run is like that</source>
            <translation>Kein Lauf ist so</translation>
        </message>
        <message>
            <source>Notes …</source>
            <translation>Notizen …</translation>
        </message>
        <message>
            <source>Points, log and files go. What a model version uses stays. This cannot be undone.</source>
            <translation>Punkte, Protokoll und Dateien gehen. Was eine Modellversion braucht, bleibt. Das lässt sich nicht zurücknehmen.</translation>
        </message>
        <message>
            <source>Reading the runs</source>
            <translation>Die Läufe werden gelesen</translation>
        </message>
        <message>
            <source>Register its model …</source>
            <translation>Sein Modell aufnehmen …</translation>
        </message>
        <message>
            <source>Runs or trash</source>
            <translation>Läufe oder Papierkorb</translation>
        </message>
        <message>
            <source>Tags …</source>
            <translation>Etiketten …</translation>
        </message>
        <message>
            <source>Words are looked for in names, notes and tags. Fields: %1; parameters and metrics by their names. -tag:old leaves out.</source>
            <translation>Wörter werden in Namen, Notizen und Etiketten gesucht. Felder: %1; Parameter und Werte unter ihren Namen. -tag:old lässt aus.</translation>
        </message>
        <message>
            <source>trash · %1</source>
            <translation>Papierkorb · %1</translation>
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
            <translation>Modell aufnehmen</translation>
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
        <message>
            <source>%1 at epoch %2</source>
            <translation>%1 in Epoche %2</translation>
        </message>
        <message>
            <source>%1 at step %2</source>
            <translation>%1 in Schritt %2</translation>
        </message>
        <message>
            <source>Change the notes</source>
            <translation>Die Notizen ändern</translation>
        </message>
        <message>
            <source>Change the tags</source>
            <translation>Die Etiketten ändern</translation>
        </message>
        <message>
            <source>Copied %1</source>
            <translation>%1 kopiert</translation>
        </message>
        <message>
            <source>Copied the settings</source>
            <translation>Einstellungen kopiert</translation>
        </message>
        <message>
            <source>Copy all settings</source>
            <translation>Alle Einstellungen kopieren</translation>
        </message>
        <message>
            <source>None yet.</source>
            <translation>Noch keine.</translation>
        </message>
        <message>
            <source>Open the model that came of it</source>
            <translation>Das Modell öffnen, das daraus wurde</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>Show less</source>
            <translation>Weniger zeigen</translation>
        </message>
        <message>
            <source>Tags and notes</source>
            <translation>Etiketten und Notizen</translation>
        </message>
        <message>
            <source>no value yet</source>
            <translation>noch kein Wert</translation>
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
        <message>
            <source>%1. Free software: you may use, study, share and change it.</source>
            <translation>%1. Freie Software: Sie dürfen sie benutzen, untersuchen, weitergeben und ändern.</translation>
        </message>
        <message>
            <source>Parts and their licences</source>
            <translation>Teile und ihre Lizenzen</translation>
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
        <message>
            <source>System follows the desktop, also while the window is open.</source>
            <translation>System folgt der Arbeitsumgebung, auch während das Fenster offen ist.</translation>
        </message>
        <message>
            <source>Where a text is not translated yet it stays in English.</source>
            <translation>Was noch nicht übersetzt ist, bleibt englisch.</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::settings::EnginesCard</name>
        <message>
            <source>Engines and Python</source>
            <translation>Rechenkerne und Python</translation>
        </message>
        <message>
            <source>Environments</source>
            <translation>Umgebungen</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>Rechenkern</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>ONNX Runtime</source>
            <translation>ONNX Runtime</translation>
        </message>
        <message>
            <source>ONNX Runtime is being prepared</source>
            <translation>ONNX Runtime wird vorbereitet</translation>
        </message>
        <message>
            <source>ONNX Runtime is prepared: it judges from now on.</source>
            <translation>ONNX Runtime ist vorbereitet: es prüft von jetzt an.</translation>
        </message>
        <message>
            <source>Prepare ONNX Runtime</source>
            <translation>ONNX Runtime vorbereiten</translation>
        </message>
        <message>
            <source>The engine that trains</source>
            <translation>Der Rechenkern, der trainiert</translation>
        </message>
        <message>
            <source>Trainer</source>
            <translation>Trainer</translation>
        </message>
        <message>
            <source>is being asked …</source>
            <translation>wird gefragt …</translation>
        </message>
        <message>
            <source>not prepared: OpenCV judges alone</source>
            <translation>nicht vorbereitet: OpenCV prüft allein</translation>
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
        <message>
            <source>Further ones wait in order. Two runs on one processor both take longer.</source>
            <translation>Weitere warten der Reihe nach. Zwei Läufe auf einem Prozessor dauern beide länger.</translation>
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
        <message>
            <source>Versions, machine and sizes are on the clipboard.</source>
            <translation>Versionen, Rechner und Größen liegen in der Zwischenablage.</translation>
        </message>
        <message>
            <source>theme and runs for all workspaces, the rest for this one</source>
            <translation>Farben und Läufe für alle Arbeitsbereiche, der Rest für diesen</translation>
        </message>
        <message>
            <source>versions bug report</source>
            <translation>versionen fehler bericht</translation>
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
        <message>
            <source>%1 freed</source>
            <translation>%1 frei gemacht</translation>
        </message>
        <message>
            <source>%1 in files that nothing names any more</source>
            <translation>%1 in Dateien, die nichts mehr nennt</translation>
        </message>
        <message>
            <source>Empty the trash and free the rest</source>
            <translation>Papierkorb leeren und den Rest frei machen</translation>
        </message>
        <message>
            <source>Folders of runs</source>
            <translation>Ordner der Läufe</translation>
        </message>
        <message>
            <source>Free %1</source>
            <translation>%1 frei machen</translation>
        </message>
        <message>
            <source>Free on this disk</source>
            <translation>Frei auf diesem Datenträger</translation>
        </message>
        <message>
            <source>In the trash: %1</source>
            <translation>Im Papierkorb: %1</translation>
        </message>
        <message>
            <source>It is being freed</source>
            <translation>Es wird frei gemacht</translation>
        </message>
        <message>
            <source>It is being looked through</source>
            <translation>Es wird durchgesehen</translation>
        </message>
        <message>
            <source>Models and outputs</source>
            <translation>Modelle und Ergebnisse</translation>
        </message>
        <message>
            <source>ONNX Runtime, shared</source>
            <translation>ONNX Runtime, gemeinsam</translation>
        </message>
        <message>
            <source>Prepared engines, shared</source>
            <translation>Vorbereitete Rechenkerne, gemeinsam</translation>
        </message>
        <message>
            <source>Pretrained weights, shared</source>
            <translation>Vortrainierte Gewichte, gemeinsam</translation>
        </message>
        <message>
            <source>The disk is being looked through</source>
            <translation>Der Datenträger wird durchgesehen</translation>
        </message>
        <message>
            <source>There is nothing to free: the trash is empty, and every file is named by something.</source>
            <translation>Es gibt nichts frei zu machen: Der Papierkorb ist leer, und jede Datei wird gebraucht.</translation>
        </message>
        <message>
            <source>Unpacked datasets</source>
            <translation>Entpackte Datensätze</translation>
        </message>
        <message>
            <source>What is freed cannot be brought back.</source>
            <translation>Was frei gemacht ist, kommt nicht zurück.</translation>
        </message>
        <message>
            <source>What takes the disk</source>
            <translation>Was den Platz braucht</translation>
        </message>
        <message>
            <source>and %1 more</source>
            <translation>und %1 weitere</translation>
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
        <message>
            <source>%1 files are damaged</source>
            <translation>%1 Dateien sind beschädigt</translation>
        </message>
        <message>
            <source>%1 files are missing</source>
            <translation>%1 Dateien fehlen</translation>
        </message>
        <message>
            <source>Copy it before anything else; backups of its database lie in %1.</source>
            <translation>Kopieren Sie ihn vor allem anderen; Sicherungen seiner Datenbank liegen in %1.</translation>
        </message>
        <message>
            <source>It is being checked</source>
            <translation>Er wird geprüft</translation>
        </message>
        <message>
            <source>It is being written</source>
            <translation>Sie wird geschrieben</translation>
        </message>
        <message>
            <source>Looks whether every file of the workspace is there and whole</source>
            <translation>Sieht nach, ob jede Datei des Arbeitsbereichs da und heil ist</translation>
        </message>
        <message>
            <source>Open %1</source>
            <translation>%1 öffnen</translation>
        </message>
        <message>
            <source>The database was copied to %1.</source>
            <translation>Die Datenbank wurde nach %1 kopiert.</translation>
        </message>
        <message>
            <source>The workspace is not whole</source>
            <translation>Der Arbeitsbereich ist nicht heil</translation>
        </message>
        <message>
            <source>The workspace is whole: %1 files looked at.</source>
            <translation>Der Arbeitsbereich ist heil: %1 Dateien durchgesehen.</translation>
        </message>
        <message>
            <source>Writes a complete copy of the database into the workspace's backups folder</source>
            <translation>Schreibt eine vollständige Kopie der Datenbank in den Ordner backups des Arbeitsbereichs</translation>
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
        <message>
            <source>There is nothing to redo</source>
            <translation>Es gibt nichts zu wiederholen</translation>
        </message>
        <message>
            <source>There is nothing to undo</source>
            <translation>Es gibt nichts zurückzunehmen</translation>
        </message>
        <message>
            <source>colours appearance</source>
            <translation>farben aussehen</translation>
        </message>
        <message>
            <source>previous page</source>
            <translation>vorige seite</translation>
        </message>
        <message>
            <source>quit exit</source>
            <translation>beenden ende</translation>
        </message>
        <message>
            <source>reload update</source>
            <translation>neu laden</translation>
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
        <message>
            <source>Switch the workspace</source>
            <translation>Den Arbeitsbereich wechseln</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::shell::SearchField</name>
        <message>
            <source>Search or run a command</source>
            <translation>Suchen oder Befehl ausführen</translation>
        </message>
        <message>
            <source>Ctrl K</source>
            <translation>Strg K</translation>
        </message>
        <message>
            <source>Everything there is to do, with its key</source>
            <translation>Alles, was sich tun lässt, mit seiner Taste</translation>
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
    <context>
        <name>Theme</name>
        <message>
            <source>The font Inter is missing (Debian: fonts-inter).</source>
            <translation>Die Schrift Inter fehlt (Debian: fonts-inter).</translation>
        </message>
        <message>
            <source>The font JetBrains Mono is missing (Debian: fonts-jetbrains-mono).</source>
            <translation>Die Schrift JetBrains Mono fehlt (Debian: fonts-jetbrains-mono).</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::DatasetListModel</name>
        <message>
            <source>%1 classes</source>
            <translation>%1 Klassen</translation>
        </message>
        <message>
            <source>version %1</source>
            <translation>Version %1</translation>
        </message>
        <message>
            <source>%1 images</source>
            <translation>%1 Bilder</translation>
        </message>
        <message>
            <source>1 class</source>
            <translation>1 Klasse</translation>
        </message>
        <message>
            <source>1 image</source>
            <translation>1 Bild</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::GpuCard</name>
        <message>
            <source>Asking</source>
            <translation>Wird gefragt</translation>
        </message>
        <message>
            <source>looking …</source>
            <translation>wird angesehen …</translation>
        </message>
        <message>
            <source>Driver %1.</source>
            <translation>Treiber %1.</translation>
        </message>
        <message>
            <source>GPU</source>
            <translation>GPU</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>In Gebrauch</translation>
        </message>
        <message>
            <source>No NVIDIA GPU was found on this machine. Training runs on the processor.</source>
            <translation>Auf diesem Rechner wurde keine GPU von NVIDIA gefunden. Trainiert wird auf dem Prozessor.</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <source>Not used</source>
            <translation>Nicht benutzt</translation>
        </message>
        <message>
            <source>One is being prepared.</source>
            <translation>Einer wird vorbereitet.</translation>
        </message>
        <message>
            <source>Prepare an engine with CUDA</source>
            <translation>Einen Rechenkern mit CUDA vorbereiten</translation>
        </message>
        <message>
            <source>The engine has no CUDA, so it trains on the processor. One button installs PyTorch with CUDA into an environment of its own and builds the trainer on it: several gigabytes and some minutes.</source>
            <translation>Der Rechenkern hat kein CUDA und trainiert auf dem Prozessor. Ein Knopf richtet PyTorch mit CUDA in einer eigenen Umgebung ein und baut den Trainer darauf: mehrere Gigabyte und einige Minuten.</translation>
        </message>
        <message>
            <source>The engine trains on it.</source>
            <translation>Der Rechenkern trainiert darauf.</translation>
        </message>
        <message>
            <source>The variable FLAMBEAU_TRAINER decides the engine. Unset it first.</source>
            <translation>Die Variable FLAMBEAU_TRAINER entscheidet über den Rechenkern. Löschen Sie sie zuerst.</translation>
        </message>
        <message>
            <source>nvidia-smi says: %1</source>
            <translation>nvidia-smi sagt: %1</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::environments::Preparations</name>
        <message>
            <source>stopping</source>
            <translation>wird angehalten</translation>
        </message>
        <message>
            <source>Engine: %1</source>
            <translation>Rechenkern: %1</translation>
        </message>
        <message>
            <source>ONNX Runtime: %1</source>
            <translation>ONNX Runtime: %1</translation>
        </message>
        <message>
            <source>Preparing the engine was canceled</source>
            <translation>Das Vorbereiten des Rechenkerns wurde abgebrochen</translation>
        </message>
        <message>
            <source>Preparing was canceled</source>
            <translation>Das Vorbereiten wurde abgebrochen</translation>
        </message>
        <message>
            <source>The ONNX Runtime is ready</source>
            <translation>ONNX Runtime ist bereit</translation>
        </message>
        <message>
            <source>The engine with %1 is ready; new runs use it</source>
            <translation>Der Rechenkern mit %1 ist bereit; neue Läufe nehmen ihn</translation>
        </message>
        <message>
            <source>looking for compiler and sources</source>
            <translation>Übersetzer und Quellen werden gesucht</translation>
        </message>
        <message>
            <source>making a Python environment</source>
            <translation>eine Python-Umgebung entsteht</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::home::CurveSketch</name>
        <message>
            <source>Loss while it trains</source>
            <translation>Verlust während des Trainings</translation>
        </message>
        <message>
            <source>no values yet</source>
            <translation>noch keine Werte</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::metrics::ChartCard</name>
        <message>
            <source>Chart menu of %1</source>
            <translation>Menü des Diagramms %1</translation>
        </message>
        <message>
            <source>Chart of %1</source>
            <translation>Diagramm %1</translation>
        </message>
        <message>
            <source>Logarithmic scale</source>
            <translation>Logarithmische Achse</translation>
        </message>
        <message>
            <source>Save as PNG …</source>
            <translation>Als PNG speichern …</translation>
        </message>
        <message>
            <source>Save as SVG …</source>
            <translation>Als SVG speichern …</translation>
        </message>
        <message>
            <source>Save the chart</source>
            <translation>Das Diagramm speichern</translation>
        </message>
        <message>
            <source>Save the points as CSV …</source>
            <translation>Die Punkte als CSV speichern …</translation>
        </message>
        <message>
            <source>Scale, zoom and export</source>
            <translation>Achse, Ausschnitt und Export</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>no curve yet</source>
            <translation>noch keine Kurve</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::metrics::Legend</name>
        <message>
            <source>(hidden)</source>
            <translation>(verborgen)</translation>
        </message>
        <message>
            <source>Hide %1</source>
            <translation>%1 verbergen</translation>
        </message>
        <message>
            <source>Legend</source>
            <translation>Legende</translation>
        </message>
        <message>
            <source>Show %1</source>
            <translation>%1 zeigen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::AnswerBars</name>
        <message>
            <source>What it says</source>
            <translation>Was es sagt</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::ConfusionGrid</name>
        <message>
            <source>%1 of %2 classes, those that are mixed up most</source>
            <translation>%1 von %2 Klassen, die am meisten verwechselten</translation>
        </message>
        <message>
            <source>%1 of %2 were taken for %3</source>
            <translation>%1 von %2 wurden für %3 gehalten</translation>
        </message>
        <message>
            <source>All are right</source>
            <translation>Alle sind richtig</translation>
        </message>
        <message>
            <source>What was taken for what</source>
            <translation>Was wofür gehalten wurde</translation>
        </message>
        <message>
            <source>is %1</source>
            <translation>ist %1</translation>
        </message>
        <message>
            <source>said %1</source>
            <translation>sagte %1</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::DifferencesModel</name>
        <message>
            <source>%1 points</source>
            <translation>%1 Punkte</translation>
        </message>
        <message>
            <source>, better</source>
            <translation>, besser</translation>
        </message>
        <message>
            <source>, worse</source>
            <translation>, schlechter</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Ändern</translation>
        </message>
        <message>
            <source>What differs</source>
            <translation>Was sich unterscheidet</translation>
        </message>
        <message>
            <source>best %1</source>
            <translation>bestes %1</translation>
        </message>
        <message>
            <source>file %1</source>
            <translation>Datei %1</translation>
        </message>
        <message>
            <source>parameter %1</source>
            <translation>Parameter %1</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::NamesModel</name>
        <message>
            <source>%1 versions</source>
            <translation>%1 Versionen</translation>
        </message>
        <message>
            <source>1 version</source>
            <translation>1 Version</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::ValuesCard</name>
        <message>
            <source>None are known: it came from no run.</source>
            <translation>Keine bekannt: Es kam aus keinem Lauf.</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::models::WordsEditor</name>
        <message>
            <source>Take '%1' away</source>
            <translation>„%1“ wegnehmen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::ChecklistView</name>
        <message>
            <source>What must hold before the run</source>
            <translation>Was vor dem Lauf gelten muss</translation>
        </message>
        <message>
            <source>being looked at</source>
            <translation>wird angesehen</translation>
        </message>
        <message>
            <source>caution</source>
            <translation>Vorsicht</translation>
        </message>
        <message>
            <source>good</source>
            <translation>gut</translation>
        </message>
        <message>
            <source>stops the run</source>
            <translation>hält den Lauf auf</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::DraftModel</name>
        <message>
            <source>%1, on %2</source>
            <translation>%1, auf %2</translation>
        </message>
        <message>
            <source>Draft</source>
            <translation>Entwurf</translation>
        </message>
        <message>
            <source>Saved</source>
            <translation>Gespeichert</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::pictures::PictureStrip</name>
        <message>
            <source>%1 pictures</source>
            <translation>%1 Bilder</translation>
        </message>
        <message>
            <source>1 picture</source>
            <translation>1 Bild</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::pictures::PictureViewer</name>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>%1 × %2 pixels</source>
            <translation>%1 × %2 Bildpunkte</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>Schließen (Esc)</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>Pfad kopieren</translation>
        </message>
        <message>
            <source>Copy the path (Ctrl+C)</source>
            <translation>Den Pfad kopieren (Strg+C)</translation>
        </message>
        <message>
            <source>Larger (+)</source>
            <translation>Größer (+)</translation>
        </message>
        <message>
            <source>Picture, large</source>
            <translation>Bild, groß</translation>
        </message>
        <message>
            <source>Smaller (−)</source>
            <translation>Kleiner (−)</translation>
        </message>
        <message>
            <source>The next picture (Right)</source>
            <translation>Das nächste Bild (Rechts)</translation>
        </message>
        <message>
            <source>The picture before (Left)</source>
            <translation>Das vorige Bild (Links)</translation>
        </message>
        <message>
            <source>This picture cannot be shown: %1</source>
            <translation>Dieses Bild lässt sich nicht zeigen: %1</translation>
        </message>
        <message>
            <source>Whole (0) or at 100 % (1)</source>
            <translation>Ganz (0) oder bei 100 % (1)</translation>
        </message>
        <message>
            <source>shown from %1 × %2</source>
            <translation>gezeigt aus %1 × %2</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::PictureView</name>
        <message>
            <source>Picture %1</source>
            <translation>Bild %1</translation>
        </message>
        <message>
            <source>This picture cannot be opened</source>
            <translation>Dieses Bild lässt sich nicht öffnen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::RunsDelegate</name>
        <message>
            <source>Name of the run</source>
            <translation>Name des Laufs</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::runs::RunsModel</name>
        <message>
            <source>Experiment %1, %2</source>
            <translation>Versuchsreihe %1, %2</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::UseView</name>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>Use now</source>
            <translation>Auslastung</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::datasets::FindingRows</name>
        <message>
            <source>It is fine as it is</source>
            <translation>Es ist gut so</translation>
        </message>
        <message>
            <source>Pictures of: %1</source>
            <translation>Bilder zu: %1</translation>
        </message>
        <message>
            <source>Show again</source>
            <translation>Wieder zeigen</translation>
        </message>
        <message>
            <source>Show its pictures</source>
            <translation>Seine Bilder zeigen</translation>
        </message>
    </context>
    <context>
        <name>Format</name>
        <message numerus="yes">
            <source>%n days ago</source>
            <translation>
                <numerusform>vor %n Tag</numerusform>
                <numerusform>vor %n Tagen</numerusform>
            </translation>
        </message>
        <message>
            <source>min</source>
            <translation>min</translation>
        </message>
        <message>
            <source>h</source>
            <translation>h</translation>
        </message>
        <message>
            <source>d</source>
            <translation>d</translation>
        </message>
        <message>
            <source>%1 bytes</source>
            <translation>%1 Byte</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>about %1 left</source>
            <translation>noch etwa %1</translation>
        </message>
        <message>
            <source>ms</source>
            <translation>ms</translation>
        </message>
        <message>
            <source>s</source>
            <translation>s</translation>
        </message>
        <message>
            <source>today %1</source>
            <translation>heute %1</translation>
        </message>
        <message>
            <source>yesterday %1</source>
            <translation>gestern %1</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::AddCard</name>
        <message>
            <source>%1 is being tested.</source>
            <translation>%1 wird geprüft.</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1, %2</translation>
        </message>
        <message>
            <source>Add a host</source>
            <translation>Einen Rechner hinzufügen</translation>
        </message>
        <message>
            <source>An ssh command, user@host, or a name from your ssh config. Nothing is installed there by an administrator.</source>
            <translation>Ein ssh-Befehl, benutzer@rechner oder ein Name aus Ihrer ssh-Konfiguration. Dort muss kein Administrator etwas installieren.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Connect and test</source>
            <translation>Verbinden und prüfen</translation>
        </message>
        <message>
            <source>PyTorch there</source>
            <translation>PyTorch dort</translation>
        </message>
        <message>
            <source>the best that is found</source>
            <translation>das beste, das sich findet</translation>
        </message>
        <message>
            <source>Folder there</source>
            <translation>Ordner dort</translation>
        </message>
        <message>
            <source>It is being connected to.</source>
            <translation>Es wird gerade verbunden.</translation>
        </message>
        <message>
            <source>Jump hosts, the first first</source>
            <translation>Zwischenrechner, der erste zuerst</translation>
        </message>
        <message>
            <source>Key file</source>
            <translation>Schlüsseldatei</translation>
        </message>
        <message>
            <source>More options</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Type or paste how you reach it, such as user@host.</source>
            <translation>Tippen oder fügen Sie ein, wie Sie ihn erreichen, etwa benutzer@rechner.</translation>
        </message>
        <message>
            <source>ssh command, or user@host</source>
            <translation>ssh-Befehl oder benutzer@rechner</translation>
        </message>
        <message>
            <source>the host&apos;s</source>
            <translation>der des Rechners</translation>
        </message>
        <message>
            <source>your agent&apos;s and the usual ones</source>
            <translation>die Ihres Agenten und die üblichen</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::ErrorBlock</name>
        <message>
            <source>Copies all that is said here</source>
            <translation>Kopiert alles, was hier steht</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::HostDiskCard</name>
        <message>
            <source>Not known</source>
            <translation>Nicht bekannt</translation>
        </message>
        <message>
            <source>%1 of pictures and weights that no run needs</source>
            <translation>%1 an Bildern und Gewichten, die kein Lauf braucht</translation>
        </message>
        <message>
            <source>Also what was used lately (%1)</source>
            <translation>Auch kürzlich Benutztes (%1)</translation>
        </message>
        <message>
            <source>Environments and trainer builds that no run uses now. They are made again when one does, which takes minutes.</source>
            <translation>Umgebungen und gebaute Trainer, die gerade kein Lauf benutzt. Braucht sie einer, werden sie neu gemacht, was Minuten dauert.</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>%1 in %2 files that no run needs</source>
            <translation>%1 in %2 Dateien, die kein Lauf braucht</translation>
        </message>
        <message>
            <source>%1 of environments (%2)</source>
            <translation>%1 an Umgebungen (%2)</translation>
        </message>
        <message>
            <source>%1 of half-made things</source>
            <translation>%1 an halb Gemachtem</translation>
        </message>
        <message>
            <source>%1 of runs that are over; what they left is on this machine: %2</source>
            <translation>%1 von Läufen, die vorbei sind; was sie hinterließen, ist auf diesem Rechner: %2</translation>
        </message>
        <message>
            <source>%1 of trainer builds (%2)</source>
            <translation>%1 an gebauten Trainern (%2)</translation>
        </message>
        <message>
            <source>%1 runs stay: they go on, or are another workspace's.</source>
            <translation>%1 Läufe bleiben: sie laufen noch oder gehören einem anderen Arbeitsbereich.</translation>
        </message>
        <message>
            <source>%1 runs stay: what they left was not fetched yet.</source>
            <translation>%1 Läufe bleiben: was sie hinterließen, ist noch nicht geholt.</translation>
        </message>
        <message>
            <source>Environments</source>
            <translation>Umgebungen</translation>
        </message>
        <message>
            <source>Environments and trainer builds too (%1)</source>
            <translation>Auch Umgebungen und Trainer (%1)</translation>
        </message>
        <message>
            <source>Half-made things</source>
            <translation>Halb Gemachtes</translation>
        </message>
        <message>
            <source>No run uses them now; they are made again when one does, which takes minutes.</source>
            <translation>Kein Lauf benutzt sie jetzt; braucht sie einer, werden sie neu gemacht, was Minuten dauert.</translation>
        </message>
        <message>
            <source>Pictures and weights</source>
            <translation>Bilder und Gewichte</translation>
        </message>
        <message>
            <source>Pictures and weights stay: some are being sent.</source>
            <translation>Bilder und Gewichte bleiben: es werden gerade welche gesendet.</translation>
        </message>
        <message>
            <source>Trainer builds</source>
            <translation>Gebaute Trainer</translation>
        </message>
        <message>
            <source>%1 freed</source>
            <translation>%1 freigegeben</translation>
        </message>
        <message>
            <source>%1 more</source>
            <translation>%1 weitere</translation>
        </message>
        <message>
            <source>%1 stay: they go on, or are another workspace&apos;s.</source>
            <translation>%1 bleiben: sie laufen noch oder gehören einem anderen Arbeitsbereich.</translation>
        </message>
        <message>
            <source>%1 stay: what they left was not fetched yet.</source>
            <translation>%1 bleiben: was sie hinterlassen haben, wurde noch nicht geholt.</translation>
        </message>
        <message>
            <source>%1 was not reached yet.</source>
            <translation>%1 wurde noch nicht erreicht.</translation>
        </message>
        <message>
            <source>Clean up …</source>
            <translation>Aufräumen …</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Disk used there</source>
            <translation>Belegt auf der Platte dort</translation>
        </message>
        <message>
            <source>Free it</source>
            <translation>Freigeben</translation>
        </message>
        <message>
            <source>Free on the disk</source>
            <translation>Frei auf dem Datenträger</translation>
        </message>
        <message>
            <source>It is being freed.</source>
            <translation>Es wird frei gemacht.</translation>
        </message>
        <message>
            <source>Keep all</source>
            <translation>Alles behalten</translation>
        </message>
        <message>
            <source>Looking what could go.</source>
            <translation>Es wird nachgesehen, was gehen könnte.</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Runs (%1)</source>
            <translation>Läufe (%1)</translation>
        </message>
        <message>
            <source>Shows what would go before anything does.</source>
            <translation>Zeigt, was ginge, bevor etwas geht.</translation>
        </message>
        <message>
            <source>There is nothing to free.</source>
            <translation>Es gibt nichts frei zu machen.</translation>
        </message>
        <message>
            <source>This would go there; what these runs left is on this machine:</source>
            <translation>Das ginge dort weg; was diese Läufe hinterlassen haben, ist auf diesem Rechner:</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::HostView</name>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>It is being asked.</source>
            <translation>Er wird gefragt.</translation>
        </message>
        <message>
            <source>Last known use</source>
            <translation>Zuletzt bekannte Last</translation>
        </message>
        <message>
            <source>No run of this workspace is known to be there.</source>
            <translation>Von keinem Lauf dieses Arbeitsbereichs ist bekannt, dass er dort ist.</translation>
        </message>
        <message>
            <source>Not known yet</source>
            <translation>Noch nicht bekannt</translation>
        </message>
        <message>
            <source>Not known: not signed in</source>
            <translation>Nicht bekannt: nicht angemeldet</translation>
        </message>
        <message>
            <source>Not known: unreachable since %1</source>
            <translation>Nicht bekannt: nicht erreichbar seit %1</translation>
        </message>
        <message>
            <source>as it was at %1</source>
            <translation>wie um %1</translation>
        </message>
        <message>
            <source>last known</source>
            <translation>zuletzt bekannt</translation>
        </message>
        <message>
            <source>Remove this host</source>
            <translation>Diesen Rechner entfernen</translation>
        </message>
        <message>
            <source>Forgets it here; its folder there stays</source>
            <translation>Vergisst ihn hier; sein Ordner dort bleibt</translation>
        </message>
        <message>
            <source>%1 is being canceled</source>
            <translation>%1 wird abgebrochen</translation>
        </message>
        <message>
            <source>, and %1 more</source>
            <translation>, und %1 weitere</translation>
        </message>
        <message>
            <source>A run that is sent there begins at once.</source>
            <translation>Ein Lauf, der dorthin geschickt wird, beginnt sofort.</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>CPU, %1 cores</source>
            <translation>CPU, %1 Kerne</translation>
        </message>
        <message>
            <source>Cancel run</source>
            <translation>Lauf abbrechen</translation>
        </message>
        <message>
            <source>Choose a run in the queue first.</source>
            <translation>Wählen Sie zuerst einen Lauf in der Warteschlange.</translation>
        </message>
        <message>
            <source>GPU %1</source>
            <translation>GPU %1</translation>
        </message>
        <message>
            <source>GPUs %1</source>
            <translation>GPUs %1</translation>
        </message>
        <message>
            <source>It is another workspace&apos;s run.</source>
            <translation>Der Lauf gehört einem anderen Arbeitsbereich.</translation>
        </message>
        <message>
            <source>Not signed in</source>
            <translation>Nicht angemeldet</translation>
        </message>
        <message>
            <source>Nothing runs and nothing waits</source>
            <translation>Nichts läuft und nichts wartet</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Anmelden</translation>
        </message>
        <message>
            <source>Use now</source>
            <translation>Auslastung</translation>
        </message>
        <message>
            <source>every second while this page is open</source>
            <translation>jede Sekunde, solange diese Seite offen ist</translation>
        </message>
        <message>
            <source>free</source>
            <translation>frei</translation>
        </message>
        <message>
            <source>it is tried again every 10 s</source>
            <translation>es wird alle 10 s wieder versucht</translation>
        </message>
        <message>
            <source>kept on the host: it moves on while this desktop sleeps</source>
            <translation>liegt auf dem Rechner: sie geht weiter, während dieser hier schläft</translation>
        </message>
        <message>
            <source>load %1</source>
            <translation>Last %1</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::HostWork</name>
        <message>
            <source>New run there</source>
            <translation>Neuer Lauf dort</translation>
        </message>
        <message>
            <source>%1 has other hosts now</source>
            <translation>%1 hat jetzt andere Rechner</translation>
        </message>
        <message>
            <source>%1 is a cluster now</source>
            <translation>%1 ist jetzt ein Verbund</translation>
        </message>
        <message>
            <source>%1 is no cluster any more; its hosts stay</source>
            <translation>%1 ist kein Verbund mehr; seine Rechner bleiben</translation>
        </message>
        <message>
            <source>%1: connected</source>
            <translation>%1: verbunden</translation>
        </message>
        <message>
            <source>%1: connected, %2</source>
            <translation>%1: verbunden, %2</translation>
        </message>
        <message>
            <source>%1 asks something before it lets in</source>
            <translation>%1 fragt etwas, bevor er hereinlässt</translation>
        </message>
        <message>
            <source>%1 is added</source>
            <translation>%1 ist hinzugefügt</translation>
        </message>
        <message>
            <source>%1 is forgotten; its folder there stays</source>
            <translation>%1 ist vergessen; der Ordner dort bleibt</translation>
        </message>
        <message>
            <source>Adding a host: %1</source>
            <translation>Ein Rechner wird hinzugefügt: %1</translation>
        </message>
        <message>
            <source>Not connected</source>
            <translation>Nicht verbunden</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Testing %1: %2</source>
            <translation>%1 wird geprüft: %2</translation>
        </message>
        <message>
            <source>connecting</source>
            <translation>wird verbunden</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::LocalView</name>
        <message>
            <source>%1 cores</source>
            <translation>%1 Kerne</translation>
        </message>
        <message>
            <source>%1 is being canceled</source>
            <translation>%1 wird abgebrochen</translation>
        </message>
        <message>
            <source>%1 running</source>
            <translation>%1 laufen</translation>
        </message>
        <message>
            <source>%1 runs at once from now on</source>
            <translation>%1 Läufe zugleich von jetzt an</translation>
        </message>
        <message>
            <source>%1 waiting</source>
            <translation>%1 warten</translation>
        </message>
        <message>
            <source>, %1 GPUs</source>
            <translation>, %1 GPUs</translation>
        </message>
        <message>
            <source>, 1 GPU</source>
            <translation>, 1 GPU</translation>
        </message>
        <message>
            <source>, driver %1</source>
            <translation>, Treiber %1</translation>
        </message>
        <message>
            <source>, no GPU</source>
            <translation>, keine GPU</translation>
        </message>
        <message>
            <source>1 core</source>
            <translation>1 Kern</translation>
        </message>
        <message>
            <source>A run that is started begins at once.</source>
            <translation>Ein Lauf, der gestartet wird, beginnt sofort.</translation>
        </message>
        <message>
            <source>About</source>
            <translation>Über</translation>
        </message>
        <message>
            <source>About this machine</source>
            <translation>Über diesen Rechner</translation>
        </message>
        <message>
            <source>Asking</source>
            <translation>Wird gefragt</translation>
        </message>
        <message>
            <source>At once</source>
            <translation>Zugleich</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>CPU, %1 cores</source>
            <translation>CPU, %1 Kerne</translation>
        </message>
        <message>
            <source>Cancel run</source>
            <translation>Lauf abbrechen</translation>
        </message>
        <message>
            <source>Choose a run in the queue first.</source>
            <translation>Wählen Sie zuerst einen Lauf in der Warteschlange.</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>Rechenkern</translation>
        </message>
        <message>
            <source>GPU</source>
            <translation>GPU</translation>
        </message>
        <message>
            <source>GPU %1</source>
            <translation>GPU %1</translation>
        </message>
        <message>
            <source>How many runs go on at once; those that wait obey at once</source>
            <translation>Wie viele Läufe zugleich gehen; wartende folgen sofort</translation>
        </message>
        <message>
            <source>Idle</source>
            <translation>Frei</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>Kernel</translation>
        </message>
        <message>
            <source>New run</source>
            <translation>Neuer Lauf</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>Nicht bekannt</translation>
        </message>
        <message>
            <source>Nothing runs and nothing waits</source>
            <translation>Nichts läuft und nichts wartet</translation>
        </message>
        <message>
            <source>One run at a time from now on</source>
            <translation>Von jetzt an ein Lauf nach dem anderen</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>Runs at once</source>
            <translation>Läufe zugleich</translation>
        </message>
        <message>
            <source>System</source>
            <translation>System</translation>
        </message>
        <message>
            <source>Use now</source>
            <translation>Auslastung</translation>
        </message>
        <message>
            <source>Workspace</source>
            <translation>Arbeitsbereich</translation>
        </message>
        <message>
            <source>every second while this page is open</source>
            <translation>jede Sekunde, solange diese Seite offen ist</translation>
        </message>
        <message>
            <source>it moves on while this window is closed</source>
            <translation>sie rückt vor, auch wenn dieses Fenster zu ist</translation>
        </message>
        <message>
            <source>load %1</source>
            <translation>Last %1</translation>
        </message>
        <message>
            <source>none found</source>
            <translation>keine gefunden</translation>
        </message>
        <message>
            <source>none that starts</source>
            <translation>keiner, der startet</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::MachineList</name>
        <message>
            <source>Machines</source>
            <translation>Rechner</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::QuestionCard</name>
        <message>
            <source>%1 asks</source>
            <translation>%1 fragt</translation>
        </message>
        <message>
            <source>Attempt %1: the last answer was not accepted.</source>
            <translation>Versuch %1: die letzte Antwort wurde nicht angenommen.</translation>
        </message>
        <message>
            <source>Compare it with what who runs it says, or with ssh-keygen -lf on that host. It is asked once and then kept in %1.</source>
            <translation>Vergleichen Sie ihn mit dem, was der Betreiber sagt, oder mit ssh-keygen -lf auf dem Rechner. Es wird einmal gefragt und dann in %1 aufgehoben.</translation>
        </message>
        <message>
            <source>Do not connect</source>
            <translation>Nicht verbinden</translation>
        </message>
        <message>
            <source>Fingerprint %1</source>
            <translation>Fingerabdruck %1</translation>
        </message>
        <message>
            <source>Is this %1?</source>
            <translation>Ist das %1?</translation>
        </message>
        <message>
            <source>It stays in memory until Flambeau ends, and is written nowhere.</source>
            <translation>Es bleibt im Speicher, bis Flambeau endet, und wird nirgends geschrieben.</translation>
        </message>
        <message>
            <source>It was never connected to. Its %1 key has the fingerprint</source>
            <translation>Er wurde noch nie verbunden. Sein Schlüssel (%1) hat den Fingerabdruck</translation>
        </message>
        <message>
            <source>Passphrase of a key</source>
            <translation>Passphrase eines Schlüssels</translation>
        </message>
        <message>
            <source>Password of %1</source>
            <translation>Passwort von %1</translation>
        </message>
        <message>
            <source>Show it</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Anmelden</translation>
        </message>
        <message>
            <source>These are the host&apos;s own words.</source>
            <translation>Das sind die Worte des Rechners selbst.</translation>
        </message>
        <message>
            <source>Trust and connect</source>
            <translation>Vertrauen und verbinden</translation>
        </message>
        <message>
            <source>of %1, to sign in as %2</source>
            <translation>von %1, um sich als %2 anzumelden</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::TestCard</name>
        <message>
            <source>%1, %2</source>
            <translation>%1, %2</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Copies all that the test found</source>
            <translation>Kopiert alles, was die Prüfung fand</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy the command for %1</source>
            <translation>Den Befehl für %1 kopieren</translation>
        </message>
        <message>
            <source>Copy the test</source>
            <translation>Die Prüfung kopieren</translation>
        </message>
        <message>
            <source>It was never tested.</source>
            <translation>Er wurde nie geprüft.</translation>
        </message>
        <message>
            <source>Last test</source>
            <translation>Letzte Prüfung</translation>
        </message>
        <message>
            <source>The command is copied; run it on that host</source>
            <translation>Der Befehl ist kopiert; führen Sie ihn auf dem Rechner aus</translation>
        </message>
        <message>
            <source>The test is copied</source>
            <translation>Die Prüfung ist kopiert</translation>
        </message>
        <message>
            <source>What is missing</source>
            <translation>Was fehlt</translation>
        </message>
        <message>
            <source>never</source>
            <translation>nie</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::TestView</name>
        <message>
            <source>It was never tested.</source>
            <translation>Er wurde nie geprüft.</translation>
        </message>
        <message>
            <source>Last test</source>
            <translation>Letzte Prüfung</translation>
        </message>
        <message>
            <source>good</source>
            <translation>gut</translation>
        </message>
        <message>
            <source>not there</source>
            <translation>nicht da</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::newrun::PlaceButton</name>
        <message>
            <source>This machine</source>
            <translation>Dieser Rechner</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::CleanCard</name>
        <message>
            <source>%1; 1 thing could not be removed</source>
            <translation>%1; 1 Sache ließ sich nicht entfernen</translation>
        </message>
        <message>
            <source>%1; %2 things could not be removed</source>
            <translation>%1; %2 Sachen ließen sich nicht entfernen</translation>
        </message>
        <message>
            <source>%1 freed</source>
            <translation>%1 frei gemacht</translation>
        </message>
        <message>
            <source>%1 more</source>
            <translation>%1 weitere</translation>
        </message>
        <message>
            <source>Clean up …</source>
            <translation>Aufräumen …</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Free %1</source>
            <translation>%1 freigeben</translation>
        </message>
        <message>
            <source>Free it</source>
            <translation>Freigeben</translation>
        </message>
        <message>
            <source>It is being freed.</source>
            <translation>Es wird frei gemacht.</translation>
        </message>
        <message>
            <source>Keep all</source>
            <translation>Alles behalten</translation>
        </message>
        <message>
            <source>Looking what could go.</source>
            <translation>Es wird nachgesehen, was gehen könnte.</translation>
        </message>
        <message>
            <source>Shows what would go before anything does.</source>
            <translation>Zeigt, was ginge, bevor etwas geht.</translation>
        </message>
        <message>
            <source>There is nothing to free.</source>
            <translation>Es gibt nichts frei zu machen.</translation>
        </message>
        <message>
            <source>This would go:</source>
            <translation>Das ginge:</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::ClusterForm</name>
        <message>
            <source>%1 (was removed)</source>
            <translation>%1 (wurde entfernt)</translation>
        </message>
        <message>
            <source>A run that goes to the cluster goes to the first of these hosts that has room, from the top; else to the one where the least waits.</source>
            <translation>Ein Lauf, der an den Verbund geht, geht zum ersten dieser Rechner, der Platz hat, von oben; sonst dorthin, wo am wenigsten wartet.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Choose a host above another one first.</source>
            <translation>Zuerst einen Rechner wählen, der über einem anderen steht.</translation>
        </message>
        <message>
            <source>Choose a host below another one first.</source>
            <translation>Zuerst einen Rechner wählen, der unter einem anderen steht.</translation>
        </message>
        <message>
            <source>Choose its hosts first.</source>
            <translation>Zuerst seine Rechner wählen.</translation>
        </message>
        <message>
            <source>Down</source>
            <translation>Nach unten</translation>
        </message>
        <message>
            <source>Give it a name first.</source>
            <translation>Zuerst einen Namen geben.</translation>
        </message>
        <message>
            <source>Hosts of %1</source>
            <translation>Rechner von %1</translation>
        </message>
        <message>
            <source>Is asked later</source>
            <translation>Wird später gefragt</translation>
        </message>
        <message>
            <source>Is asked sooner</source>
            <translation>Wird früher gefragt</translation>
        </message>
        <message>
            <source>Its hosts</source>
            <translation>Seine Rechner</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Make the cluster</source>
            <translation>Verbund bilden</translation>
        </message>
        <message>
            <source>New cluster</source>
            <translation>Neuer Verbund</translation>
        </message>
        <message>
            <source>The cluster's name</source>
            <translation>Der Name des Verbunds</translation>
        </message>
        <message>
            <source>Up</source>
            <translation>Nach oben</translation>
        </message>
        <message>
            <source>a name, such as lab</source>
            <translation>ein Name, etwa labor</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::ClusterView</name>
        <message>
            <source>%1 of %2 GPUs free</source>
            <translation>%1 von %2 GPUs frei</translation>
        </message>
        <message>
            <source>%1 of %2 at once free</source>
            <translation>%1 von %2 Plätzen frei</translation>
        </message>
        <message>
            <source>%1, %2 waiting</source>
            <translation>%1, %2 warten</translation>
        </message>
        <message>
            <source>A run that is sent there begins at once.</source>
            <translation>Ein Lauf, der dorthin geschickt wird, beginnt sofort.</translation>
        </message>
        <message>
            <source>Choose hosts …</source>
            <translation>Rechner wählen …</translation>
        </message>
        <message>
            <source>Choose some.</source>
            <translation>Wählen Sie welche.</translation>
        </message>
        <message>
            <source>Hosts</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>Hosts of the cluster</source>
            <translation>Rechner des Verbunds</translation>
        </message>
        <message>
            <source>It has no hosts</source>
            <translation>Er hat keine Rechner</translation>
        </message>
        <message>
            <source>Its hosts stay</source>
            <translation>Seine Rechner bleiben</translation>
        </message>
        <message>
            <source>Not all of its hosts answer.</source>
            <translation>Nicht alle seine Rechner antworten.</translation>
        </message>
        <message>
            <source>Nothing is known to run</source>
            <translation>Von keinem Lauf ist bekannt, dass er läuft</translation>
        </message>
        <message>
            <source>Nothing runs and nothing waits</source>
            <translation>Nichts läuft und nichts wartet</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>a run goes to the first with room, from the top</source>
            <translation>ein Lauf geht zum ersten mit Platz, von oben</translation>
        </message>
        <message>
            <source>of all its hosts; each keeps its own</source>
            <translation>aller seiner Rechner; jeder führt seine eigene</translation>
        </message>
        <message>
            <source>was removed</source>
            <translation>wurde entfernt</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::MemberModel</name>
        <message>
            <source>Host</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>Room</source>
            <translation>Platz</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>What it is</source>
            <translation>Was er ist</translation>
        </message>
    </context>
    <context>
        <name>flambeau::ui::compute::QueueCard</name>
        <message>
            <source>New run</source>
            <translation>Neuer Lauf</translation>
        </message>
        <message>
            <source>%1 is being canceled</source>
            <translation>%1 wird abgebrochen</translation>
        </message>
        <message>
            <source>Cancel run</source>
            <translation>Lauf abbrechen</translation>
        </message>
        <message>
            <source>Choose a run in the queue first.</source>
            <translation>Wählen Sie zuerst einen Lauf in der Warteschlange.</translation>
        </message>
        <message>
            <source>GPU %1</source>
            <translation>GPU %1</translation>
        </message>
        <message>
            <source>GPUs %1</source>
            <translation>GPUs %1</translation>
        </message>
        <message>
            <source>It is another workspace's run.</source>
            <translation>Der Lauf gehört einem anderen Arbeitsbereich.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
    </context>
</TS>
