"""The sentences that WhatsApp itself writes into an export, by language: to add one, add a line here.

English as seen in exports of 2014 to 2026; German, Spanish, French, Italian, Portuguese and Dutch for what is common;
other languages for attachments. A full stop at the end and the case of letters do not matter. `{actor}` did it,
`{target}` is whom it was done to, `{title}` is a name in quotation marks, `{number}` a telephone number; `…` is
whatever follows.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()).casefold() for word in text.split(","))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().split("\n"))


_SYSTEM = {
    "view-once": """
        You received a view once…
        You sent a view once…
    """,
    "group-created": """
        {actor} created this group
        {actor} created group {title}
        {actor} created the group {title}
        {actor} hat die Gruppe {title} erstellt
        {actor} hat diese Gruppe erstellt
        Du hast die Gruppe {title} erstellt
        {actor} creó el grupo {title}
        {actor} creó este grupo
        {actor} a créé le groupe {title}
        {actor} a créé ce groupe
        {actor} ha creato il gruppo {title}
        {actor} ha creato questo gruppo
        {actor} criou o grupo {title}
        {actor} criou este grupo
        {actor} heeft de groep {title} gemaakt
        {actor} heeft de groep {title} aangemaakt
        {actor} heeft deze groep gemaakt
    """,
    "subject-changed": """
        {actor} changed the subject from {former} to {title}
        {actor} changed the subject to {title}
        {actor} changed the group name from {former} to {title}
        {actor} changed the group name to {title}
        {actor} hat den Betreff von {former} zu {title} geändert
        {actor} hat den Gruppennamen von {former} zu {title} geändert
        Du hast den Betreff von {former} zu {title} geändert
        {actor} cambió el asunto de {former} a {title}
        {actor} cambió el asunto del grupo de {former} a {title}
        {actor} cambió el nombre del grupo de {former} a {title}
        {actor} a modifié le sujet de {former} en {title}
        {actor} a changé le sujet de {former} en {title}
        {actor} ha cambiato l'oggetto da {former} a {title}
        {actor} ha modificato il nome del gruppo da {former} a {title}
        {actor} mudou o assunto de {former} para {title}
        {actor} mudou o nome do grupo de {former} para {title}
        {actor} heeft het onderwerp gewijzigd van {former} in {title}
    """,
    "icon-changed": """
        {actor} changed this group's icon
        {actor} changed the group icon
        {actor} changed the group photo
        {actor} hat das Gruppenbild geändert
        Du hast das Gruppenbild geändert
        {actor} cambió el ícono de este grupo
        {actor} cambió la foto del grupo
        {actor} a changé l'icône de ce groupe
        {actor} ha cambiato l'immagine del gruppo
        {actor} mudou a imagem deste grupo
        {actor} heeft de groepsafbeelding gewijzigd
    """,
    "icon-removed": """
        {actor} deleted this group's icon
        {actor} hat das Gruppenbild gelöscht
    """,
    "description-changed": """
        {actor} changed the group description…
        {actor} deleted the group description…
    """,
    "settings-changed": """
        {actor} changed this group's settings…
        {actor} changed the settings…
        {actor} turned on admin approval…
        {actor} turned off admin approval…
    """,
    "number-changed": """
        {target} changed their phone number…
        {target} changed to {number}
        {target} has changed to {number}
        {target} hat eine neue Telefonnummer…
        {target} hat zu {number} gewechselt
        {target} cambió su número…
        {target} a changé de numéro…
        {target} ha cambiato numero…
        {target} mudou de número…
        {target} heeft een nieuw telefoonnummer…
    """,
    "security-code-changed": """
        Your security code with {target} changed…
        Your security code with {target} has changed…
        {target}'s security code changed…
        Deine Sicherheitsnummer für {target} hat sich geändert…
        Tu código de seguridad con {target} cambió…
    """,
    "disappearing-off": """
        {actor} turned off disappearing messages…
        Disappearing messages were turned off…
        Disappearing messages are off…
    """,
    "disappearing-set": """
        {actor} turned on disappearing messages…
        {actor} set disappearing messages…
        {actor} updated the message timer…
        {actor} changed the message timer…
        {actor} uses a default timer for disappearing messages…
        {actor} use a default timer for disappearing messages…
        Disappearing messages were turned on…
        Disappearing messages are on…
    """,
    "unblocked": """
        {actor} unblocked this contact…
        {actor} unblocked this business…
        Du hast diesen Kontakt freigegeben…
        Desbloqueaste a este contacto…
    """,
    "blocked": """
        {actor} blocked this contact…
        {actor} blocked this business…
        {actor} blocked this account…
        Du hast diesen Kontakt blockiert…
        Bloqueaste a este contacto…
    """,
    "admin-removed": """
        {target} is no longer an admin
        You're no longer an admin
    """,
    "admin-added": """
        {target} is now an admin
        You're now an admin
        {target} ist jetzt ein Admin
        Du bist jetzt ein Admin
    """,
    "pinned": """
        {actor} pinned a message…
        {actor} unpinned a message…
    """,
    "group-deleted": "{actor} deleted this group",
    "invite-link-reset": "{actor} reset this group's invite link…",
    "call-started": """
        {actor} started a call
        {actor} started a voice call
        {actor} started a video call
        {actor} hat einen Anruf gestartet
        {actor} hat einen Videoanruf gestartet
    """,
    "contact-noted": """
        {target} is a contact
        {target} is in your contacts
        {target} is not a contact…
    """,
    "business-noted": """
        This chat is with a business account…
        This chat is with a company's official business account…
        This business uses a secure service from Meta…
        This business works with other companies…
    """,
    "joined": """
        {target} joined using…
        {target} joined via…
        {target} joined from the community…
        {target} joined the group via…
        {target} ist über den Einladungslink beigetreten…
        {target} ist der Gruppe über den Einladungslink beigetreten…
        {target} se unió usando el enlace de invitación…
        {target} a rejoint via…
        {target} a rejoint le groupe…
        {target} è entrato usando…
        {target} si è unito usando…
        {target} entrou usando…
        {target} is lid geworden via…
    """,
    "left": """
        {target} left the group
        {target} left
        {target} hat die Gruppe verlassen
        Du hast die Gruppe verlassen
        {target} salió del grupo
        {target} salió
        {target} a quitté le groupe
        {target} est parti
        {target} ha abbandonato il gruppo
        {target} ha lasciato il gruppo
        {target} è uscito
        {target} saiu do grupo
        {target} saiu
        {target} heeft de groep verlaten
    """,
    "added": """
        {target} was added
        {target} were added
        {actor} added {target}
        {target} wurde hinzugefügt
        {target} wurdest hinzugefügt
        {actor} hat {target} hinzugefügt
        Du hast {target} hinzugefügt
        {actor} añadió a {target}
        {actor} agregó a {target}
        {actor} a ajouté {target}
        {actor} ha aggiunto {target}
        {actor} adicionou {target}
        {actor} heeft {target} toegevoegd
    """,
    "removed": """
        {target} was removed
        {target} were removed
        {actor} removed {target}
        {target} wurde entfernt
        {target} wurdest entfernt
        {actor} hat {target} entfernt
        Du hast {target} entfernt
        {actor} eliminó a {target}
        {actor} a retiré {target}
        {actor} ha rimosso {target}
        {actor} removeu {target}
        {actor} heeft {target} verwijderd
    """,
}

SYSTEM = {event: _lines(sentences) for event, sentences in _SYSTEM.items()}
"""By event, in the order in which they are tried."""

WEAK = frozenset({"left", "added", "removed", "joined", "admin-added", "admin-removed", "contact-noted", "pinned"})
"""Events whose sentences people also type: believed only where WhatsApp's own mark, or no name, stands before them."""

ENCRYPTED = _words("""
    end-to-end encrypt, ende-zu-ende-verschlüssel, cifrados de extremo a extremo, chiffrés de bout en bout,
    chiffrement de bout en bout, crittografati end-to-end, crittografia end-to-end, criptografia de ponta a ponta,
    encriptadas ponto a ponto, end-to-end versleuteld, end-to-end-versleutel, uçtan uca şifreli, сквозным шифрованием,
    наскрізним шифруванням, w pełni zaszyfrowane, koncovým šifrováním, ende-til-ende-kryptere, end-to-end-kryptere,
    komplett krypterade, salataan täysin, täysin salattuja, criptate integral, végpontok közötti titkosítás,
    端對端加密, 端到端加密, エンドツーエンド暗号化, 종단간 암호화, مشفرة تمام, מוצפנות מקצה, เข้ารหัสจากต้นทางถึงปลายทาง, एंड-टू-एंड एन्क्रिप्टेड
""")

DELETED = _words("""
    This message was deleted, Message deleted, Diese Nachricht wurde gelöscht, Se eliminó este mensaje,
    Este mensaje fue eliminado, Ce message a été supprimé, Questo messaggio è stato eliminato,
    Esta mensagem foi apagada, Esta mensagem foi eliminada, Mensagem apagada, Dit bericht is verwijderd,
    Bu mesaj silindi, Данное сообщение удалено, تم حذف هذه الرسالة, הודעה זו נמחקה
""")

DELETED_BY_OWNER = _words("""
    You deleted this message, Du hast diese Nachricht gelöscht, Sie haben diese Nachricht gelöscht,
    Eliminaste este mensaje, Vous avez supprimé ce message, Tu as supprimé ce message, Hai eliminato questo messaggio,
    Você apagou esta mensagem, Apagou esta mensagem, Eliminou esta mensagem, U hebt dit bericht verwijderd,
    Je hebt dit bericht verwijderd
""")

EDITED = _words("""
    This message was edited, Diese Nachricht wurde bearbeitet, Se editó este mensaje, Ce message a été modifié,
    Questo messaggio è stato modificato, Esta mensagem foi editada, Mensagem editada, Dit bericht is bewerkt
""")

LEFT_OUT = _words("""
    <Media omitted>, <Medien ausgeschlossen>, <Medien weggelassen>, <Multimedia omitido>, <Archivo omitido>,
    <Médias omis>, <Média omis>, <Media omessi>, <Media omesso>, <Mídia oculta>, <Arquivo de mídia oculto>,
    <Multimédia omitido>, <Media weggelaten>, <Medya dahil edilmedi>, <Без медиафайлов>, <pominięto multimedia>,
    <Media tidak disertakan>, <Video note omitted>
""")

VIEW_ONCE = _words("""
    <View once voice message omitted>, <View once message omitted>, <View once photo omitted>,
    <View once video omitted>, <ficheiro não revelado>, <arquivo não revelado>, <archivo no revelado>
""")

THINGS = _words("""
    image, photo, video, audio, sticker, GIF, document, contact card, video note, Bild, Dokument, Kontaktkarte, imagen,
    documento, tarjeta de contacto, vidéo, autocollant, immagine, adesivo, imagem, vídeo, áudio, figurinha, autocolante,
    cartão do contato, afbeelding, contactkaart, görüntü, ses, çıkartma, belge
""")

OMITTED = _words("""
    omitted, weggelassen, omitida, omitido, absente, absent, omise, omis, omessa, omesso, ocultada, ocultado, oculta,
    não incluída, não incluído, weggelaten, dahil edilmedi
""")

ATTACHED_BEFORE = _words("""
    attached, angehängt, Anhang, adjunto, adjunt, pièce jointe, allegato, anexo, anexado, bijgevoegd, bijlage, vedlagt,
    vedhæftet, bifogat, bifogad, liite, załączono, załącznik, příloha, príloha, csatolva, atașare, priloženo, eklendi,
    ek, đính kèm, terlampir, dilampirkan, прикреплено, вложение, додано, вкладення, επισυνάφθηκε, المُرفق, مرفق, پیوست,
    מצורף, संलग्न, แนบ, 附件, 添付ファイル, 첨부됨, ceangailte
""")
"""iPhone: `<attached: name>`."""

ATTACHED_AFTER = _words("""
    file attached, Datei angehängt, archivo adjunto, archivo adjuntado, fichier joint, file allegato, arquivo anexado,
    ficheiro anexado, bestand bijgevoegd, arxiu adjunt, soubor byl přiložen, súbor pripojený, fil vedhæftet,
    vedlagt fil, bifogad fil, liitetiedosto, załączony plik, plik załączony, fájl csatolva, fișier atașat,
    priložena datoteka, datoteka u privitku, dosya ekli, tệp đính kèm, file terlampir, fail dilampirkan, файл добавлен,
    файл прикреплен, файл додано, файл прикріплено, прикачен файл, συνημμένο αρχείο, الملف مرفق, קובץ מצורף,
    फाइल संलग्न, फाइल अटैच कर दी गई है, ไฟล์ที่แนบ, 附件檔案, 文件附件, 添付ファイル有り, ファイル添付, 파일 첨부됨
""")
"""Android: `name (file attached)`."""

WAITING = _words("Waiting for this message, Waiting for this message. This may take a while")
"""The phone had not received the text yet."""

LIVE_LOCATION = _words("""
    live location shared, Live location, Live-Standort wird geteilt, Ubicación en tiempo real compartida,
    Localização em tempo real compartilhada
""")

POLL = _words("POLL, UMFRAGE, ENCUESTA, SONDAGE, SONDAGGIO, ENQUETE, SONDAGEM, PEILING, ANKET")

MISSED_CALLS = _words("""
    Verpasster Sprachanruf, Verpasster Videoanruf, Verpasster Anruf, Llamada perdida, Llamada de voz perdida,
    Videollamada perdida, Appel vocal manqué, Appel vidéo manqué, Appel manqué, Chiamata vocale persa,
    Videochiamata persa, Chiamata persa, Chamada de voz perdida, Chamada de vídeo perdida, Chamada perdida,
    Chamada de voz não atendida, Chamada de vídeo não atendida, Gemiste spraakoproep, Gemiste video-oproep,
    Gemiste oproep
""")

FILE_NAMES = _lines("""
    WhatsApp Chat with {name}
    WhatsApp Chat - {name}
    WhatsApp Chat mit {name}
    WhatsApp-Chat mit {name}
    Chat de WhatsApp con {name}
    Chat di WhatsApp con {name}
    Chat WhatsApp con {name}
    Discussion WhatsApp avec {name}
    Conversa do WhatsApp com {name}
    Conversa no WhatsApp com {name}
    Chat do WhatsApp com {name}
    WhatsApp-chat met {name}
    Чат WhatsApp с {name}
""")
"""What the export is called: the file on Android, the zip or folder around `_chat.txt` on iPhone."""
