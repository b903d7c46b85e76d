"""From what is in the files to what has arrived: nothing is written before somebody begins it."""

from __future__ import annotations

import pytest

from terbit.moving.arriving import running, writing
from terbit.moving.arriving.lock import the_only_one
from terbit.moving.models import Delivery, Move, Stage, State
from terbit.moving.screens import errands, progress
from terbit.newsroom.models import Article, Section, Topic
from tests.moving.arriving.exports import HEAD, TAIL, ghost_paper, item, old_paper
from tests.moving.screens.sending import at, begin, delivered, file, page, send, work

pytestmark = pytest.mark.django_db


def test_what_is_in_the_files_is_told_before_anything_is_written(chief):
    delivery = delivered(chief)
    shown = " ".join(page(chief, "delivery", delivery.pk).split())
    assert "5 terbit, 1 draf, 1 di tong sampah" in shown
    assert "1: ada di tong sampah situs lama" in shown
    assert "Sep 2024" not in shown and "Feb 2026" in shown
    assert 'name="slug:agam" value="agam"' in shown and 'name="becomes:daerah"' in shown
    assert not Article.objects.exists() and not Move.objects.exists()


def test_a_trial_tells_everything_and_writes_nothing(chief):
    delivery = delivered(chief)
    begin(chief, delivery, **{"try": "1", "begin": ""} | {"becomes:agam": "topic"})
    delivery.refresh_from_db()
    assert delivery.is_trial
    work()
    shown = page(chief, "delivery", delivery.pk)
    assert "Hasil uji coba" in shown and "Tiba sebagai draf" in shown
    assert not Article.objects.exists() and not Move.objects.exists()


def test_categories_become_what_the_editor_chose(chief):
    delivery = delivered(chief)
    choices = {
        "slug:daerah": "kabar-daerah",
        "becomes:agam": "topic",
        "type:page": "nothing",
        "section": "Lain",
    }
    begin(chief, delivery, **choices)
    work()
    assert set(Section.objects.values_list("slug", flat=True)) == {"kabar-daerah", "lain"}
    assert Topic.objects.filter(name="Agam").exists()
    shown = page(chief, "move", Move.objects.get().pk)
    assert "sudah tiba" in shown and "1: dilewati menurut pilihan Anda" in " ".join(shown.split())


IMPOSSIBLE = [
    ({"becomes:agam": "entah"}, "“Agam”: pilih menjadi apa."),
    ({"slug:agam": "Agam Raya"}, "“Agam”: alamat ditulis dengan huruf kecil"),
    ({"slug:agam": "topik"}, "“Agam” tidak dapat beralamat “topik”"),
    ({"under:daerah": "agam", "under:agam": "daerah"}, "hanya dapat berada di bawah rubrik"),
    ({"under:agam": "agam"}, "hanya dapat berada di bawah rubrik"),
    ({"type:post": "entah"}, "“naskah”: pilih menjadi apa."),
    ({"base:tag": "dua kata"}, "Kata awal daftar"),
    ({"section": " "}, "Naskah tanpa kategori memerlukan rubrik"),
    ({"section": "x" * 61}, "Naskah tanpa kategori memerlukan rubrik"),
    ({"section": "a\0b"}, "Naskah tanpa kategori memerlukan rubrik"),
    ({"pictures": "zip"}, "tidak disertai ZIP"),
    ({"pictures": "fetch", "fetch": "file:///etc"}, "bukan alamat"),
]


def test_a_choice_that_cannot_be_is_told_and_kept_on_the_screen(chief):
    delivery = delivered(chief)
    for choices, told in IMPOSSIBLE:
        answer = begin(chief, delivery, **choices)
        assert answer.status_code == 422 and told in answer.content.decode(), choices
    delivery.refresh_from_db()
    assert delivery.stage == Stage.READ and delivery.mapping["categories"]["agam"]["slug"] == "agam"


def test_what_was_chosen_is_kept_without_beginning(chief):
    delivery = delivered(chief)
    chief.post(at("decide", delivery.pk), {"pictures": "none", "keep": "1", "becomes:agam": "nothing"})
    shown = page(chief, "delivery", delivery.pk)
    assert '<option value="nothing" selected>' in shown and not Move.objects.exists()


def test_an_archive_of_ghost_moves_in_by_the_same_screen(chief):
    delivery = delivered(chief, file("ghost.json", ghost_paper()))
    assert "Ekonomi" in page(chief, "delivery", delivery.pk)
    begin(chief, delivery)
    work()
    assert Article.objects.get().headline == "Panen Raya"


def test_a_later_export_brings_what_is_new_by_the_choices_of_before(chief):
    begin(chief, delivered(chief), **{"slug:daerah": "kabar-daerah"})
    work()
    delivery = delivered(chief, file("baru.xml", old_paper(item(30, "Dermaga"))))
    shown = page(chief, "delivery", delivery.pk)
    assert "sudah pernah pindah" in shown and 'value="kabar-daerah"' in shown
    begin(chief, delivery)
    work()
    delivery.refresh_from_db()
    assert (delivery.counts["new"], delivery.counts["unchanged"]) == (1, 6)
    assert "1 baru, 0 berubah, 6 tetap." in page(chief, "move", Move.objects.get().pk)


# On the way -------------------------------------------------------------------------------------------


def test_a_move_waits_while_another_import_is_under_way(chief):
    delivery = delivered(chief)
    begin(chief, delivery)
    with the_only_one():
        work()
        assert "Menunggu giliran" in page(chief, "delivery", delivery.pk)
    work()
    assert Move.objects.get().state == State.ARRIVED


def many() -> str:
    return HEAD + "".join(item(number, f"Kisah {number}") for number in range(1, 6)) + TAIL


def test_a_move_is_stopped_between_two_batches_and_goes_on_there(chief, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 2)
    delivery = delivered(chief, file("kisah.xml", many()))
    begin(chief, delivery)
    written = writing.Batch.write

    def then_stop(batch: writing.Batch) -> object:
        done = written(batch)
        chief.post(at("stop", delivery.pk))
        return done

    monkeypatch.setattr(writing.Batch, "write", then_stop)
    work()
    delivery.refresh_from_db()
    assert (delivery.stage, delivery.error, Article.objects.count()) == (Stage.STOPPED, "", 2)
    assert Move.objects.get().state == State.STOPPED
    assert "mulainya dari tempat berhenti" in page(chief, "delivery", delivery.pk)
    monkeypatch.setattr(writing.Batch, "write", written)
    chief.post(at("go_on", delivery.pk))
    work()
    assert (Move.objects.get().state, Article.objects.count()) == (State.ARRIVED, 5)


def test_reading_that_was_stopped_goes_on_with_the_files_that_are_here(chief):
    send(chief)
    delivery = Delivery.objects.get()
    chief.post(at("stop", delivery.pk))
    work()
    delivery.refresh_from_db()
    assert delivery.stage == Stage.STOPPED and at("go_on", delivery.pk) in page(
        chief, "delivery", delivery.pk
    )
    chief.post(at("go_on", delivery.pk))
    work()
    delivery.refresh_from_db()
    assert (delivery.stage, delivery.seen["items"]) == (Stage.READ, 7)


def test_files_that_were_refused_are_read_again(chief):
    delivery = delivered(chief)
    Delivery.objects.update(stage=Stage.REFUSED, proposed={})  # by a fault that is mended now
    assert "Baca lagi" in page(chief, "delivery", delivery.pk)
    chief.post(at("again", delivery.pk))
    work()
    assert Delivery.objects.get().stage == Stage.READ


def test_figures_tell_how_far_it_is(chief, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 2)
    monkeypatch.setattr(errands, "TELLING", 0)
    delivery = delivered(chief, file("kisah.xml", many()))
    begin(chief, delivery)
    told = []
    written = writing.Batch.write

    def then_look(batch: writing.Batch) -> object:
        told.append(chief.get(at("delivery_state", delivery.pk)).json())
        return written(batch)

    monkeypatch.setattr(writing.Batch, "write", then_look)
    work()
    assert all(each["going"] for each in told)
    assert "Menulis naskah" in told[1]["html"] and "2 dari 5" in told[1]["html"]
    assert chief.get(at("delivery_state", delivery.pk)).json() == {"going": False, "html": ""}


def test_a_rate_and_the_time_that_is_left_are_told_once_they_are_known():
    assert progress._told(0, 100, 0) == ""
    assert progress._told(1200, 200_000, 400) == "1.200 dari 200.000 · 400 per detik · kira-kira 8 menit lagi"
    assert progress._told(199_900, 200_000, 400).endswith("kurang dari semenit lagi")


class PowerCut(BaseException):
    """Nothing of ours catches it."""


def test_what_the_house_was_at_when_it_went_down_goes_on_when_it_comes_up(chief, monkeypatch):
    delivery = delivered(chief)
    begin(chief, delivery)

    def cut(*_given: object) -> None:
        raise PowerCut

    with monkeypatch.context() as broken:
        broken.setattr(writing.Batch, "write", cut)
        with pytest.raises(PowerCut):
            work()
    assert Delivery.objects.get().stage == Stage.RUNNING
    work()
    assert Move.objects.get().state == State.ARRIVED


def test_what_takes_the_house_down_again_and_again_is_not_begun_for_ever(chief, monkeypatch):
    begin(chief, delivered(chief))

    def cut(*_given: object) -> None:
        raise PowerCut

    monkeypatch.setattr(running, "run", cut)
    for _ in range(errands.ATTEMPTS):
        with pytest.raises(PowerCut):
            work()
    work()
    delivery = Delivery.objects.get()
    assert delivery.stage == Stage.STOPPED and "terputus tanpa kemajuan" in delivery.error


def test_what_breaks_off_unforeseen_is_told_in_a_sentence(chief, monkeypatch, caplog):
    begin(chief, delivered(chief))

    def fail(*_given: object) -> None:
        raise RuntimeError("no ink")

    monkeypatch.setattr(writing.Batch, "write", fail)
    work()
    delivery = Delivery.objects.get()
    shown = page(chief, "delivery", delivery.pk)
    assert delivery.stage == Stage.STOPPED and "kesalahan di dalam sistem" in shown and "no ink" not in shown
    assert "no ink" in caplog.text


def test_files_that_are_gone_are_told(chief):
    delivery = delivered(chief)
    begin(chief, delivery)
    errands.receiving.discard(delivery)
    work()
    delivery.refresh_from_db()
    assert delivery.stage == Stage.STOPPED and delivery.error
    chief.post(at("again", delivery.pk))
    assert "kirim lagi arsipnya" in page(chief, "delivery", delivery.pk)


@pytest.mark.django_db(transaction=True)
def test_the_background_worker_does_it_in_a_thread_of_its_own(chief):
    send(chief)
    errands.watch()
    [thread] = errands._at_work
    thread.join(20)
    assert Delivery.objects.get().stage == Stage.READ and not errands.waits()
